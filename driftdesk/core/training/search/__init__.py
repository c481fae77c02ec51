"""Search for the parameters with which a model learns best: studies, whose trials are ordinary trainings."""
