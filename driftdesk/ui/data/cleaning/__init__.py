"""Cleaning by rules, looked at before."""
