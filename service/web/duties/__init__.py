"""One duty: what is owed by a day, and recording that it is done."""
