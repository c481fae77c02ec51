"""Models: trainers, runs with metrics and checkpoints, evaluation, the registry."""
