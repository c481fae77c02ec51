"""The database: the only room that knows MongoDB, and the one that runs the embedded server."""
