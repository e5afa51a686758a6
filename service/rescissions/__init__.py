"""Rescissions: declared here on a breach, or claimed to have been declared elsewhere."""
