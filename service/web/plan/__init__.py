"""What an agreement demands and when, laid out to be shown: duties, days and mail to come, the timeline."""
