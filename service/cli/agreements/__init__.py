"""Commands about agreements: adding, showing, moving on, answering."""
