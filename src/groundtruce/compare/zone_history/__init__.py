"""A zone's history over many versions and publishers: changes, corrections, rival maps, gaps, repeats, changes of source."""
