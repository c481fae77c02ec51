"""NannyML's statistics, by its own methods: ``run_nannyml.py KIND FILE.npz ...``. See ``samples.py`` for the protocol.
Its chi-square is taken as the p-value it has, negated; of two columns its reconstruction error (as distance from the
reference's) and its domain classifier are."""

import nannyml
import numpy as np
import samples
from nannyml.chunk import CountBasedChunker, SizeBasedChunker
from nannyml.drift.univariate.methods import FeatureType, MethodFactory
from nannyml.thresholds import ConstantThreshold

METHODS = {
    "numeric": ("kolmogorov_smirnov", "jensen_shannon", "wasserstein", "hellinger"),
    "categorical": ("chi2", "jensen_shannon", "hellinger", "l_infinity"),
}
TYPES = {"numeric": FeatureType.CONTINUOUS, "categorical": FeatureType.CATEGORICAL}


def statistics(kind, reference, current):
    if kind == "pairs":
        return together(reference, current)
    if kind == "missing":
        return {"missing_values": abs(np.isnan(reference).mean() - np.isnan(current).mean())}
    left, right = samples.series(reference), samples.series(current)
    found = {}
    for name in METHODS[kind]:
        method = MethodFactory.create(
            key=name,
            feature_type=TYPES[kind],
            chunker=CountBasedChunker(1),
            threshold=ConstantThreshold(lower=None, upper=1.0),
        )
        method.fit(left)
        found[name] = float(method.calculate(right))
        if name == "chi2":
            found[name] = -float(method._p_value)
    return found


def together(reference, current):
    names = [f"c{i}" for i in range(reference.shape[1])]
    left, right = samples.frame(reference, names), samples.frame(current, names)
    chunks = SizeBasedChunker(len(right))
    found = {}
    error = nannyml.DataReconstructionDriftCalculator(column_names=names, chunker=chunks, n_components=1)
    table = error.fit(left).calculate(right).to_df(multilevel=True)
    values = table[("reconstruction_error", "value")]
    found["reconstruction"] = abs(float(values.iloc[-1]) - float(values.iloc[0]))
    return found


samples.main(statistics)
