"""Why two sides differ: what matters to the model in use, where the drift concentrates, which rows are typical of it."""
