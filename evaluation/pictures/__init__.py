"""Made picture maps: known shapes drawn over a made base map, traced back, and scored against what was drawn."""
