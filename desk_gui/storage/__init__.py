"""The database: SQLAlchemy and nothing but SQLAlchemy."""
