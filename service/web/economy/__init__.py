"""The agreement's economy: frame, periods and settings; and the page of each invoice and payout."""
