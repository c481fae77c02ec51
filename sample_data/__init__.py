"""Sample data with known drift, and the seeded generator that makes it (``python sample_data/generate.py``)."""
