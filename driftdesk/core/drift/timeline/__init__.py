"""Drift over time: a version's rows cut into chunks, each against a reference that stands still or moves along."""
