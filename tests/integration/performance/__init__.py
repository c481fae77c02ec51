"""Performance over time on the real store."""
