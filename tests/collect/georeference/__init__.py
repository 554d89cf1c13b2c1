"""Tests of the georeference."""
