"""The published benchmark: how long an operation takes, beside the bare database."""
