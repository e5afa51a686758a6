"""What is written down: the agreement's text, its minutes, its terms as data."""
