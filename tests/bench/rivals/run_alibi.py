"""alibi-detect's statistics, by its own detectors: ``run_alibi.py KIND FILE.npz ...``. See ``samples.py`` for the
protocol. What counts is the distance that each detector tests (its p-value, negated, for chi-square)."""

import numpy as np
import samples
from alibi_detect.cd import ChiSquareDrift, CVMDrift, KSDrift, LSDDDrift, MMDDrift

MOST = {"numeric": 200, "pairs": 1_000}
"""Rows of a side up to which kernels are computed: 0.35 s at 1,000."""


def statistics(kind, reference, current):
    found = {}
    if kind == "numeric":
        for name, detector in (("ks", KSDrift), ("cvm", CVMDrift)):
            found[name] = float(
                np.max(detector(reference[:, None]).predict(current[:, None])["data"]["distance"])
            )
    if kind == "categorical":
        tested = ChiSquareDrift(reference[:, None].astype(int)).predict(current[:, None].astype(int))
        found["chi_square"] = -float(tested["data"]["p_val"][0])
    if max(len(reference), len(current)) <= MOST.get(kind, 0):
        left, right = (side.reshape(len(side), -1).astype(np.float32) for side in (reference, current))
        mmd = MMDDrift(left, backend="pytorch", n_permutations=1, device="cpu").predict(right)
        found["mmd"] = float(mmd["data"]["distance"])
        samples.seed()
        lsdd = LSDDDrift(left, backend="pytorch", n_permutations=1, device="cpu").predict(right)
        found["lsdd"] = float(lsdd["data"]["distance"])
    return found


samples.main(statistics)
