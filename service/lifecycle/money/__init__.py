"""What people do with money that moves more than one room."""
