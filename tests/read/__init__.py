"""Tests of groundtruce.read."""
