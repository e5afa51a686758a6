"""What people note about a partnership between its meetings."""
