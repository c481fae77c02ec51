"""Networks of torch, one file each, and what all of them share: ``base``, ``tabular`` and ``text``."""
