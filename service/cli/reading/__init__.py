"""Commands that read a document: what it says, and its whole life in advance."""
