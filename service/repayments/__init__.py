"""Repayment: what was paid and is claimed back, never more; answered, paid in parts, waived by a decision."""
