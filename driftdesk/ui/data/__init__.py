"""The Data tab: datasets, their import, records, statistics, drift, versions and files."""
