"""How long data are kept, and what they take."""
