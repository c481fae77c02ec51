"""Versions in the window: their graph, one in detail, the difference of two, and splits."""
