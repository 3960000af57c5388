"""Feeds: one a file, each in three forms (`forms`)."""
