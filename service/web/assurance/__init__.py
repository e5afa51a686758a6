"""The questions of an audit, answered for one agreement."""
