"""The goals and standing undertakings of an agreement, how each stands at every meeting, and what meetings gave someone to do."""
