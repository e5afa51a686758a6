"""Keeping the installation well: how it fares, copies of the database, a mail to try the server with."""
