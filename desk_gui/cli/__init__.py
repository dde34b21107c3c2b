"""The command line: the same operations, for scripts and schedulers."""
