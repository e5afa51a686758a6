"""Renegotiation: either party asks, the other answers, they talk, and it ends in an amendment or without."""
