"""The trainers, one file each; ``driftdesk.core.training.params`` lists them. ``base`` and ``estimators`` are what they share."""
