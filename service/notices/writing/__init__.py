"""From facts to a message: words, layouts, MIME, calendar, links."""
