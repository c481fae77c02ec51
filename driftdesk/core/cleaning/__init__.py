"""Cleaning a version by rules: planned upon it without copying it, looked at before, written as the next version."""
