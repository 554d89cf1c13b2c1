"""Picture maps: what a published picture draws, as shapes in its pixels."""
