"""Watching sources: fetching what they give, politely and within bounds, and keeping it as it came."""
