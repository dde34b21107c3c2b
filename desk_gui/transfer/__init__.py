"""Files in: foreign tickets and articles become plans that the operations carry out."""
