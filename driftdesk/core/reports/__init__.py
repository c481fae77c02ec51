"""Drift reports as documents: HTML that stands alone, and JSON."""
