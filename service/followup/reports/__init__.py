"""Reports that a party owes: due, delivered, accepted or returned; late is late for ever."""
