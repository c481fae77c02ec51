"""The rows of a version in parts to learn from and to test on."""
