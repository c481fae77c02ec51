"""Labels without a store."""
