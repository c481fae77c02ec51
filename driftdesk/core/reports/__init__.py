"""Drift reports as documents: one page of HTML that stands alone."""
