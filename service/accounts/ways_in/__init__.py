"""Ways in: passwords, links by mail, identity providers, the second step, and what slows guessing down."""
