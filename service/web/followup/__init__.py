"""Following up: how goals stand over the meetings, and what somebody has to do."""
