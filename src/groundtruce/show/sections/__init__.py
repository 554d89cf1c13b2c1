"""The sections of a brief: one module each, each a pure function from values to a `Section`."""
