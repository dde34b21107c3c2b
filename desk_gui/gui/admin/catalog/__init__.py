"""The editor of the service catalog."""
