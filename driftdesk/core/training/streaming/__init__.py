"""Learning from more rows than memory holds: row groups straight from the store, mixed in a buffer."""
