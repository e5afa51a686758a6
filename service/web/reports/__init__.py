"""Reports that are owed: the list, the page of each, delivering, accepting and returning."""
