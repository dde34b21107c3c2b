"""Small widgets that know neither pages nor operations."""
