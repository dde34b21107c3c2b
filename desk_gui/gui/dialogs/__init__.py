"""Windows that ask for something; they know widgets, never pages."""
