"""What a figure is drawn with: its window onto the ground, the base map, labels, paths, colours, the legend."""
