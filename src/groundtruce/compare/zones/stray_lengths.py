"""Over what lengths a drawing may stray as one piece, where nothing tells it apart."""

CORRELATIONS_IN_ERRORS = (2.0, 5.0, 10.0, 20.0, 50.0)
"""Correlation lengths, in drawing errors, that a single drawing may have: each as likely as the others, evenly in the logarithm.

A drawing alone does not say how long it stays on one side of the line it means.
"""
