"""What is used of the budget: the table, entering it, and reading it in from books or a table."""
