"""Articles as a web site of plain files: what it says, how it looks, where it is written."""
