"""``driftdesk serve``: this engine as a detection service for others, over HTTP and without a database."""
