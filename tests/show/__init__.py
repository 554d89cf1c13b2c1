"""Show: values to output."""
