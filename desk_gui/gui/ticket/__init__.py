"""The Ticket page: one ticket, its conversation and its moves."""
