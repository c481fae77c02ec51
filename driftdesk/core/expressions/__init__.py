"""One small language for filters, computed columns, units and conditions: ``age > 30 and plan == "free"``."""
