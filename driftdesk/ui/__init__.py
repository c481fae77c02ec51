"""The window. It shows what core stores and enqueues jobs; nothing in its thread waits for the database."""
