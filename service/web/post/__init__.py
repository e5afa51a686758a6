"""The post box."""
