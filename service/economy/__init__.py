"""What the agreement costs: the frame and its plan, invoices and payouts on their way, and what was used of each post."""
