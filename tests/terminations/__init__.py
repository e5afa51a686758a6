"""Tests of notice of termination and of closing."""
