"""How it stands, in pictures: one agreement, and all of them."""
