"""Attributions: who says what, by which words."""

from groundtruce.read.attribution.finding import find_attributions

__all__ = ["find_attributions"]
