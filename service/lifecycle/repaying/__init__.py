"""Claiming back what was paid: what it comes to on each ground, the letter, and every act on a claim."""
