"""What people do that concerns more than one room."""
