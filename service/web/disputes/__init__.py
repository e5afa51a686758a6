"""The pages of disputes: opened, talked over, resolved in words, taken further."""
