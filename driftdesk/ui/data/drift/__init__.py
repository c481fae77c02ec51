"""The drift of a dataset: what was compared, and what came out."""
