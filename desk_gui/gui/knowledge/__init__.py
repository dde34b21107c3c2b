"""The Knowledge page: articles and their life."""
