"""Recipes: which rows of old and new data make the next training version."""
