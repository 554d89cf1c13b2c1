"""The record as OGC API Features under `/ogc` (OGC 17-069r4, Part 1: Core)."""
