"""Commands on reports and on what meetings gave someone to do."""
