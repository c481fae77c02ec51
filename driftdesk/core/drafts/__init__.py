"""Drafts: edits upon a version, and how they become the next one."""
