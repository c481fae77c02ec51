"""Columns together and vectors in the analyses of stored versions."""

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.service import DriftService
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.drift.verdict import judge_again
from driftdesk.core.entities import Column, Kind, Schema, Severity
from driftdesk.core.storage.store import Store
from tests.integration.drift.test_drift import Commit, commit, drift, profiles, shop

__all__ = ["commit", "drift", "profiles"]
NAMES = ("age", "income", "emb[0]", "emb[1]", "emb[2]")
SCHEMA = Schema(columns=tuple(Column(id=f"c{i}", name=n, kind=Kind.NUMERIC) for i, n in enumerate(NAMES)))


def rows(n: int, seed: int, *, rho: float = 0.8, shift: float = 0.0) -> pa.Table:
    x = np.random.default_rng(seed).normal(size=(n, 5))
    x[:, 1] = rho * x[:, 0] + np.sqrt(1 - rho**2) * x[:, 1]
    x[:, 2:] += shift
    return pa.table(dict(zip(NAMES, x.T, strict=True)))


@pytest.mark.parametrize("exact", [False, True])
def test_correlations_and_vectors_are_judged_with_the_columns(
    commit: Commit, drift: DriftService, store: Store, exact: bool
) -> None:
    before = commit(rows(3000, 1), schema=SCHEMA)
    after = commit(rows(2500, 2, rho=0.1, shift=0.6), schema=SCHEMA)
    report = drift.analyse(shop(store), before, after, exact=exact)
    assert {c.name for c in report.columns} == {"age", "income"}
    assert not report.drifted
    found = {(j.method, j.name): j for j in report.together}
    assert set(found) == {("correlation", ""), ("mmd", "emb"), ("centroid", "emb")}
    assert {j.severity for j in found.values()} == {Severity.CRITICAL}
    assert found["mmd", "emb"].statistic == pytest.approx(0.6, abs=0.1)
    assert report.severity is Severity.CRITICAL
    assert "together" in report.summary or "vector" in report.summary
    assert drift.report(report.id) == report
    lenient = DriftParams(
        together=TogetherParams(thresholds={"correlation": (2, 2), "mmd": (9, 9), "centroid": (9, 9)})
    )
    assert judge_again(report, lenient).severity is Severity.NONE


def test_without_drift_columns_together_are_none_and_the_preset_of_another_tool_leaves_them_out(
    commit: Commit, drift: DriftService, store: Store
) -> None:
    before, after = commit(rows(900, 1), schema=SCHEMA), commit(rows(900, 2), schema=SCHEMA)
    asked = DriftParams(together=TogetherParams(methods=("correlation", "mmd", "pca"), permutations=50))
    report = drift.analyse(shop(store), before, after, policy=asked)
    assert [j.severity for j in report.together] == [Severity.NONE] * 5
    assert report.severity is Severity.NONE
    other = drift.analyse(shop(store), before, after, policy=DriftParams.named("evidently"))
    assert all(j.name for j in other.together)
