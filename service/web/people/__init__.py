"""Who acts in an agreement: functions, and one person in the place of another."""
