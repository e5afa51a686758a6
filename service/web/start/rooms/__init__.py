"""What each room needs of whom, over all agreements at once."""
