"""Documents of an agreement: files by digest, what is registered about them, papers that Överens makes."""
