"""Dated markers on the ground against the boundary that was published for their day, and against where they stood before."""
