"""Desk's verbs, by subject: each checks what is asked and enqueues the job that does it."""
