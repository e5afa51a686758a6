"""The weekly mail: what can wait, gathered into one for who asks for it."""
