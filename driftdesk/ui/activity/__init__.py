"""The Activity tab: jobs, workers, audit."""
