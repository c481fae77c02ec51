"""The real window over a real database with its real worker, moved by mouse and keys alone."""
