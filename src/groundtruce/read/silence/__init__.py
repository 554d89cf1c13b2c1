"""Reported silence: who is said to have said nothing, and about what."""

from groundtruce.read.silence.finding import find_silences

__all__ = ["find_silences"]
