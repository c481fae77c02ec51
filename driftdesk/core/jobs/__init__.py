"""The queue of work: typed params, the service that enqueues and waits, and the context that a handler reports to."""
