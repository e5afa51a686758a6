"""The settings of one agreement: when and where meetings are held."""
