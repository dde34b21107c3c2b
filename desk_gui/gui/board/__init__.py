"""The task board: what a team has to do, column by column."""
