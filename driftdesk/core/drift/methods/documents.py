"""Two samples of texts by their documents (not from profiles): new words, and a model that tells the sides apart."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.profiles.ordered import Floats

MOST_DOCUMENTS = 20_000
"""Of a side, for the classifier: its AUC is then known to 0.3 %."""
FOLDS = 5
_FEATURES = 1 << 15
_LONGEST = 2_000


def new_words(reference: pa.Array, current: pa.Array) -> float:
    """The share of the current side's words (each counted once a document) that no reference document has, less what is
    expected where documents fall on either side at random.

    A word that d of all N documents have is on the current side (m documents) alone with the chance
    C(N - d, m - d) / C(N, m), and is then met d times. 0 where there are fewer new words than that.
    """
    from scipy.special import gammaln

    x, y = _document_frequencies(reference, current)
    n, m = len(reference), len(current)
    met = int(y.sum())
    if not met:
        return 0.0
    d, values = np.unique((x + y)[x + y > 0], return_counts=True)
    d, values = d[d <= m], values[d <= m]
    log = gammaln(n + m - d + 1) + gammaln(m + 1) - gammaln(m - d + 1) - gammaln(n + m + 1)
    expected = float(np.sum(d * values * np.exp(np.minimum(log, 0.0))))
    return max((int(y[x == 0].sum()) - expected) / met, 0.0)


def _document_frequencies(
    reference: pa.Array, current: pa.Array
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """By word of both sides (separated by space, in lower case), the documents of each side that have it."""
    both = pa.chunked_array([reference.cast(pa.large_string()), current.cast(pa.large_string())])
    words = pc.utf8_split_whitespace(pc.utf8_lower(both.combine_chunks()))
    owner = np.asarray(pc.list_parent_indices(words).to_numpy())
    flat = words.flatten()
    kept = np.asarray(pc.greater(pc.utf8_length(flat), 0).to_numpy(zero_copy_only=False))
    codes = np.asarray(flat.dictionary_encode().indices.to_numpy(zero_copy_only=False))[kept]
    owner = owner[kept]
    size = int(codes.max()) + 1 if codes.size else 0
    once = np.unique(owner.astype(np.int64) * max(size, 1) + codes)
    is_current = once // max(size, 1) >= len(reference)
    word = once % max(size, 1)
    x = np.bincount(word[~is_current], minlength=size)
    return x.astype(np.int64), np.bincount(word[is_current], minlength=size).astype(np.int64)


def tell_apart(reference: pa.Array, current: pa.Array, seed: int = 0) -> tuple[float, float]:
    """How well a linear model on hashed character n-grams (one to three, within words and between) tells the sides
    apart: the mean AUC of ``FOLDS`` held-out folds, and a p-value.

    Within a fold the model has not seen the documents, so that without drift their scores are exchangeable: Mann and
    Whitney's test (1947) holds exactly. Folds share what they learn from, so their p-values depend on one another in
    no known way: twice their median is a p-value all the same (Rüschendorf 1982). Without drift the AUC is about 0.5.
    """
    from scipy.sparse import vstack
    from scipy.stats import mannwhitneyu
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    random = np.random.default_rng(seed)
    vectorizer = HashingVectorizer(
        analyzer="char", ngram_range=(1, 3), n_features=_FEATURES, alternate_sign=False, norm="l2"
    )
    sides = [vectorizer.transform(_picked(side, random)) for side in (reference, current)]
    x = vstack(sides).tocsr()
    y = np.repeat([0, 1], [s.shape[0] for s in sides])
    areas, chances = [], []
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(x, y):
        model = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear", random_state=seed)
        scores: Floats = model.fit(x[train], y[train]).decision_function(x[test])
        new, old = scores[y[test] == 1], scores[y[test] == 0]
        found = mannwhitneyu(new, old, alternative="greater", method="asymptotic")
        areas.append(float(found.statistic) / (new.size * old.size))
        chances.append(float(found.pvalue))
    return float(np.mean(areas)), min(1.0, 2 * float(np.median(chances)))


def _picked(side: pa.Array, random: np.random.Generator) -> list[str]:
    """Up to MOST_DOCUMENTS of them, each by its beginning."""
    if len(side) > MOST_DOCUMENTS:
        side = side.take(pa.array(np.sort(random.choice(len(side), MOST_DOCUMENTS, replace=False))))
    texts: list[str] = pc.utf8_slice_codeunits(side.cast(pa.large_string()), 0, _LONGEST).to_pylist()
    return texts
