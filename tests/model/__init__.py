"""Tests of groundtruce.model."""
