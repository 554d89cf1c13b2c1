"""Where on the Earth a picture of a map lies: control points, the transformation that fits them, and its error.

Pixel coordinates are x to the right and y down, (0, 0) at the top-left corner of the top-left pixel, so that pixel
centres lie at halves. Ground coordinates are WGS 84, longitude first.
"""
