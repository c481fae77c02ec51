"""pyqtgraph views. pyqtgraph takes a third of a second to import: only modules made after the first paint import these."""
