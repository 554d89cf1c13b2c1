"""Exports: the record's values in formats that other programs read."""
