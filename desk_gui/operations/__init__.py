"""What a person or a clock can do; one function is one transaction."""
