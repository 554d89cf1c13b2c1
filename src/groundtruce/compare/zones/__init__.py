"""What changed between two drawings of a zone, and what of it the drawing error explains."""
