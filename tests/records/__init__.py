"""Public records: masked copies, disclosures, the register, culling, the archive package."""
