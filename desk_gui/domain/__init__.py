"""The rules of the desk: plain data and functions, standard library only."""
