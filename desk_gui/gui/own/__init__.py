"""The reduced window of who asks: help, a report, an order, and one's own tickets."""
