"""Many columns at once: how they go together, and vectors; what no single column tells."""
