"""Invoices and payouts."""
