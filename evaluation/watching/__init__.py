"""A site on this machine that misbehaves, and what a watch over it must have done."""
