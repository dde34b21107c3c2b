"""The frame around the pages: window, sidebar, status bar, sign-in, first run."""
