"""The Automation tab: policies and runs of the loop."""
