"""Deviations from plan or budget: reported, talked over, and approved by each party's manager or board before they are made."""
