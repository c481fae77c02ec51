"""alibi-detect's statistics, by its own detectors: ``run_alibi.py KIND FILE.npz ...``. See ``samples.py`` for the
protocol. What counts is the distance that each detector tests. Its KS, CvM and chi-square are scipy's."""

import numpy as np
import samples
from alibi_detect.cd import LSDDDrift, MMDDrift

MOST = {"numeric": 200, "pairs": 1_000}
"""Rows of a side up to which kernels are computed: 0.35 s at 1,000."""


def statistics(kind, reference, current):
    if max(len(reference), len(current)) > MOST[kind]:
        return {}
    left, right = (side.reshape(len(side), -1).astype(np.float32) for side in (reference, current))
    mmd = MMDDrift(left, backend="pytorch", n_permutations=1, device="cpu").predict(right)
    samples.seed()
    found = {"mmd": float(mmd["data"]["distance"]), "lsdd": -1.0}
    try:
        lsdd = LSDDDrift(left, backend="pytorch", n_permutations=1, device="cpu").predict(right)
        found["lsdd"] = float(lsdd["data"]["distance"])
    except ValueError:  # it cannot do with many ties
        pass
    return found


samples.main(statistics)
