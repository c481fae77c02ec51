"""Mergeable statistics of columns: made once when a chunk is written, merged ever after."""
