"""Datasets, their versions, cleaning and retention."""
