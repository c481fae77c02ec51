"""Files and collections on their way into a dataset."""
