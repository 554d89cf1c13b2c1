"""The scorers."""
