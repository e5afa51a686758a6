"""What the people of a party that has left may read: what was official until its last day."""
