"""Collect: documents, maps and cases in; their bytes are kept as they came."""
