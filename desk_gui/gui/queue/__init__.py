"""The Queue page: the list of tickets."""
