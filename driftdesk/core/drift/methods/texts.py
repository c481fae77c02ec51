"""Two samples of texts, from their profiles (which hold the moments over documents): exact either way."""

import numpy as np

from driftdesk.core.drift.methods.counts import jensen_shannon
from driftdesk.core.profiles.ordered import Floats
from driftdesk.core.profiles.text import SCRIPTS, TextStats


def ngram_distance(a: TextStats, b: TextStats) -> float:
    """Jensen-Shannon distance (base 2) of the n-gram shares, freed of what two samples of one law would show.

    The expected divergence without drift is that of a ratio estimate over documents, to second order:
    ``sum((var p + var q) / m) / (8 ln 2)`` with ``m`` the mean share (see ``docs/drift.md``).
    """
    total_a, total_b = float(a.grams.sum()), float(b.grams.sum())
    if not total_a or not total_b:
        return 0.0 if total_a == total_b else 1.0
    p, q = a.grams / total_a, b.grams / total_b
    middle = (p + q) / 2
    some = middle > 0
    variance = a.squares / total_a**2 + b.squares / total_b**2
    noise = float(np.sum(variance[some] / middle[some])) / (8 * np.log(2))
    return float(np.sqrt(max(jensen_shannon(p, q) ** 2 - noise, 0.0)))


def document_p(a: TextStats, b: TextStats) -> float:
    """Hotelling's two-sample T² on the documents' vectors: a p-value whose unit is the document, not the n-gram.

    Directions without variance are left out, and of the others as many as there are documents for (one in five).
    """
    from scipy.special import fdtrc

    n, m = a.documents, b.documents
    free = n + m - 2
    if min(n, m) < 2:
        return 1.0
    values, vectors = np.linalg.eigh((a.scatter + b.scatter) / free)
    keep = values > max(float(values[-1]), 0.0) * 1e-9
    if not keep.any() or values[-1] <= 1e-15:
        return 0.0 if not np.allclose(a.mean, b.mean) else 1.0
    most = max(1, min(int(keep.sum()), free // 5))
    apart = (vectors.T @ (a.mean - b.mean))[-most:]
    t2 = n * m / (n + m) * float(np.sum(apart**2 / values[-most:]))
    left = free - most + 1
    return float(fdtrc(most, left, t2 * left / (free * most)))


def script_distance(a: TextStats, b: TextStats) -> float:
    """Jensen-Shannon distance (base 2) of the shares of characters by script."""
    return jensen_shannon(_by_script(a), _by_script(b))


def _by_script(stats: TextStats) -> Floats:
    return np.array([stats.scripts.get(script, 0) for script in SCRIPTS], dtype=np.float64)
