"""The shifts of an agreement: logged on a phone, listed, planned, corrected; their lists and files."""
