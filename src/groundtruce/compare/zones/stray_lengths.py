"""Over what lengths a drawing may stray as one piece, where nothing but its source tells it apart."""

from groundtruce.model.zones import ZoneVersion

_IN_ERRORS = (2.0, 5.0, 10.0, 20.0, 50.0)
"""Correlation lengths, in drawing errors, that a single drawing may have: each as likely as the others, evenly in the logarithm.

A drawing alone does not say how long it stays on one side of the line it means.
"""


def list_stray_lengths_km(version: ZoneVersion) -> list[float]:
    """The correlation lengths that a version's drawing may have: the one that its source states, or all usual ones."""
    if version.drawing_correlation_m:
        return [version.drawing_correlation_m / 1000]
    return [each * version.drawing_error_m / 1000 for each in _IN_ERRORS]
