"""Following up what was promised: shifts, reports, the yearly summary, goals and tasks."""
