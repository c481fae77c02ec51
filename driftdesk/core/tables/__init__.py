"""The read side of a version."""
