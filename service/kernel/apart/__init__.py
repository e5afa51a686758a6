"""Work on what nobody vouches for, in a process of its own that may fail without harm."""
