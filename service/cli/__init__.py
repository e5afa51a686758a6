"""The command line: one module per command; the operator acts, recorded for the party named."""
