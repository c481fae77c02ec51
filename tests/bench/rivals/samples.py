"""The protocol: each file has ``reference`` and ``current``, arrays of repeats by rows (by columns). What is printed is
one line of JSON: for each file, by method, the statistic of each repeat; more is more drift."""

import json
import sys
import warnings

import numpy as np
import pandas as pd


def series(values):
    return pd.Series(values, name="x")


def frame(values, names):
    return pd.DataFrame(values, columns=names)


def seed():
    """Where a package draws without being asked, it draws the same each time."""
    import torch

    np.random.seed(0)
    torch.manual_seed(0)


def main(statistics):
    warnings.simplefilter("ignore")
    kind, *files = sys.argv[1:]
    answer = []
    for file in files:
        drawn = np.load(file)
        found = {}
        for reference, current in zip(drawn["reference"], drawn["current"], strict=True):
            for method, value in statistics(kind, reference, current).items():
                found.setdefault(method, []).append(float(np.nan_to_num(value, nan=0.0)))
        answer.append(found)
    print(json.dumps(answer))
