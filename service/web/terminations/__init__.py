"""Notice of termination: the list, giving it, and the page of each."""
