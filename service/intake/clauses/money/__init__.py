"""The frame, its posts, and how it is paid."""
