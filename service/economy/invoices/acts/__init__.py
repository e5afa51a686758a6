"""What is done to invoices and payouts."""
