"""Tests of how well models do."""
