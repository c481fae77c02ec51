"""A draft in the window: what is edited, undone, discarded and committed, in whichever tab."""
