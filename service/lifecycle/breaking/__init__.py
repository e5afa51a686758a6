"""Breaking an agreement off: breaches told and answered, rescission, what follows of it, and pausing while it is disputed."""
