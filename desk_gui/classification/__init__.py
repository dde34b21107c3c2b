"""The text classifier: what a ticket's words say about its kind, impact, urgency and category."""
