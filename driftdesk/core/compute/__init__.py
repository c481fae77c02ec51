"""Where work over chunks runs."""
