"""The Playground: a model asked about rows that the user types or pastes."""
