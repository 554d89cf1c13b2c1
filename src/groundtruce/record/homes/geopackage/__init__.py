"""A record in one file, a GeoPackage."""
