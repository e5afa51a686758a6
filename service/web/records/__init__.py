"""Public records: the register, disclosure, who read what is secret, culling, the archive package."""
