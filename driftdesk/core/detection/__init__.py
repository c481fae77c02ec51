"""Detection services: what answers an analysis request, the built-in engine or an external HTTP service."""
