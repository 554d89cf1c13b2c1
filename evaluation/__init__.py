"""Scorers for what the project claims about its accuracy: `python -m evaluation NAME`."""
