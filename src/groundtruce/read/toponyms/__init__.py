"""Toponyms: the place names of a text, and the places that they are taken to mean."""

from groundtruce.read.toponyms.finding import Gazetteer, find_toponyms

__all__ = ["Gazetteer", "find_toponyms"]
