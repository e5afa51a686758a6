"""Reading what others wrote about money: Peppol invoices, invoices as PDF, SIE files, tables. No database."""
