"""On which days what is owed falls: meetings, money, reports, the decision."""
