"""Records that somebody changes behind their own back, and whether `verify` finds it."""
