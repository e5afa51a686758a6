"""What the plan of payments is reckoned with beside the terms: units that are reported, and figures of an index."""
