"""Public records: the register, disclosure, who has read what is secret, keeping and culling, the archive package."""
