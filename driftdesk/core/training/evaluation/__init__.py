"""How good a model version is on rows that it has not learned from, where it is not, and which of two is better."""
