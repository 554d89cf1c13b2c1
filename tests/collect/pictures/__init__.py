"""Picture maps."""
