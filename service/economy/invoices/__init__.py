"""Invoices and payouts: expected, received, approved, paid; each follows what the plan asks for."""
