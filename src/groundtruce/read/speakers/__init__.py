"""Who speaks: sources resolved to persons, bodies and parties."""

from groundtruce.read.speakers.resolution import resolve_speakers

__all__ = ["resolve_speakers"]
