"""The Training tab: models, live runs, versions, evaluations."""
