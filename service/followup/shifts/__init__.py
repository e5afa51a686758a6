"""The shifts of the association: logged in seconds, counts only, never persons."""
