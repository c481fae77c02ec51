"""A model asked: about rows that somebody types, with what led to the answer, and about all rows of a version."""
