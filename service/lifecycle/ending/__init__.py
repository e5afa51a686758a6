"""How an agreement ends by notice, what is left after the end, and how it is closed."""
