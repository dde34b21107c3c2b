"""What surrounds articles: finding them, what they helped with, their files, their care."""
