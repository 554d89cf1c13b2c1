"""Compare: what changed, who disagrees, what was kept. Pure."""
