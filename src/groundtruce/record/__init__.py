"""Record: one append-only file with two clocks."""
