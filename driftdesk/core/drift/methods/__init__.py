"""The methods that compare two samples of one column: the catalogue of them, and how each is computed."""
