"""The archive package of an agreement: a BagIt folder, zipped, that can be checked without Överens."""
