"""Tests of groundtruce.compare."""
