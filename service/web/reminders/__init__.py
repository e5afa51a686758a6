"""Which reminders go out when, and to whom, chosen for one agreement."""
