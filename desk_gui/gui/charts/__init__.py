"""The Reports page: what is filtered, the figures at the top, and the charts."""
