"""A record in a database on a server: PostgreSQL with PostGIS."""
