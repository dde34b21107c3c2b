"""The Reports page: figures drawn as charts."""
