"""The Administration page: accounts, teams and settings."""
