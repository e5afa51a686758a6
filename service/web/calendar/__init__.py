"""The calendar: days of all one's agreements, by month or as a list, and as a link for one's own calendar program."""
