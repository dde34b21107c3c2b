"""One ticket, read and worked on in one column."""
