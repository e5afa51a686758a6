"""Invoices and payouts where they touch more than their own room: the plan, the terms, the parties, the documents."""
