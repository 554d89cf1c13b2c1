"""Groundtruce keeps the record of a ceasefire: what changed on the map, who says what, and what was known when."""

__version__ = "0.1.0"
