"""Rows that wait for a label: which to look at first, what a model suggests, and Label Studio's files in and out."""
