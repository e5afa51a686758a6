"""What an auditor asks of an agreement, answered from what is on record."""
