"""What the people of the sample agreements do while these are lived through."""
