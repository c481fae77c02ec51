"""Policies, gates, and the loop: drift, recompose, retrain, gate, promote."""
