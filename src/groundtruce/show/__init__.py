"""Show: values to output, one writer per format."""
