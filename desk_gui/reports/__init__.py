"""Numbers and drawings: what the desk's facts mean, without Qt and without a database."""
