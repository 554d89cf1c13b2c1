"""Tests of groundtruce.collect."""
