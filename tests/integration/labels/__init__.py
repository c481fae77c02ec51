"""Labelling on a real store."""
