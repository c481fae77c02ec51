"""Evidently's statistics, by its own functions: ``run_evidently.py KIND FILE.npz ...``. See ``samples.py`` for the
protocol. For methods that give a p-value it is what counts, negated: more is more drift.
Not asked: TVD, which permutes for 1.5 s a column (NannyML's L-infinity stands for it)."""

import samples
from evidently.legacy.calculations.stattests import registry
from evidently.legacy.core import ColumnType

METHODS = {
    "numeric": (
        *("ks", "wasserstein", "jensenshannon", "psi", "kl_div", "hellinger", "anderson", "cramer_von_mises"),
        *("mannw", "t_test", "ed", "es"),
    ),
    "categorical": ("chisquare", "jensenshannon", "psi", "kl_div", "hellinger", "g_test"),
}
P_VALUES = {"ks", "anderson", "cramer_von_mises", "mannw", "t_test", "es", "chisquare", "g_test"}
TYPES = {"numeric": ColumnType.Numerical, "categorical": ColumnType.Categorical}


def statistics(kind, reference, current):
    left, right = samples.series(reference), samples.series(current)
    found = {}
    for method in METHODS.get(kind, ()):
        stat_test = registry.get_stattest(left, right, TYPES[kind], method)
        try:
            score = stat_test(left, right, TYPES[kind], None).drift_score
        except ValueError:  # Epps-Singleton where half of the values are one
            score = 1.0
        found[method] = -score if method in P_VALUES else score
    return found


samples.main(statistics)
