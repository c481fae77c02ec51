"""alibi-detect's MMD (torch): ``run_alibi_mmd.py FILE.npz PERMUTATIONS``. Prints seconds, MMD² and the p-value."""

import json
import sys
import time

import numpy as np
from alibi_detect.cd import MMDDrift

with np.load(sys.argv[1]) as sides:
    reference, current = sides["reference"], sides["current"]
MMDDrift(reference[:50], backend="pytorch", n_permutations=2, device="cpu").predict(current[:50])  # imports
began = time.perf_counter()
detector = MMDDrift(reference, backend="pytorch", n_permutations=int(sys.argv[2]), device="cpu")
found = detector.predict(current)["data"]
seconds = time.perf_counter() - began
print(json.dumps({"seconds": seconds, "mmd2": float(found["distance"]), "p": float(found["p_val"])}))
