"""Taking an agreement in: upload, review, contacts, done; the terms of a draft."""
