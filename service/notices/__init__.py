"""Everything we owe people in writing: what is owed, in which words, and its way out."""
