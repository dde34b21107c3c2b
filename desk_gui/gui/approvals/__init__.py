"""What waits for the decision of whoever is signed in."""
