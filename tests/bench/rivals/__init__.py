"""Other packages as rivals, each in a throwaway environment outside the project's own.

``python -m tests.bench.rivals.make --into DIR`` makes the environments; the scripts ``run_*.py`` here run inside of
them, by the packages' own code, and know nothing of DriftDesk; ``ask`` asks them.
"""
