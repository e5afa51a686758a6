"""Notice of termination: given where the terms allow it, received on a day, running to a last day."""
