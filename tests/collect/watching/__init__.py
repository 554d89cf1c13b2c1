"""Watching, by its parts."""
