"""Text with marks: Markdown and HTML, read and written; no Qt, no database."""
