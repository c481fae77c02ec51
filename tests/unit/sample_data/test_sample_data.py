"""The committed sample data is what the generator writes, and the manifest says the truth about it."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sample_data.generate import HERE, generate

MANIFEST: dict[str, Any] = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
BATCHES = [
    (name, batch) for name, d in MANIFEST["datasets"].items() for batch in d["files"] if batch != "reference"
]
COLUMNS = [(n, b, c) for n, b in BATCHES for c in MANIFEST["datasets"][n]["files"][b]["columns"]]


def load(dataset: str, batch: str) -> pd.DataFrame:
    path = HERE / MANIFEST["datasets"][dataset]["files"][batch]["path"]
    return pd.read_json(path, lines=True) if path.suffix == ".jsonl" else pd.read_csv(path)


def is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and values.dtype != bool


def test_generating_again_gives_the_committed_bytes(tmp_path: Path) -> None:
    assert generate(tmp_path) == MANIFEST
    written = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*.*"))
    assert len(written) == 21
    for path in written:
        assert (tmp_path / path).read_bytes() == (HERE / path).read_bytes(), path


def test_hashes_and_rows_are_those_of_the_manifest() -> None:
    for name, dataset in MANIFEST["datasets"].items():
        for batch, file in dataset["files"].items():
            assert hashlib.sha256((HERE / file["path"]).read_bytes()).hexdigest() == file["sha256"]
            assert len(load(name, batch)) == file["rows"]


def test_all_of_it_is_under_four_megabytes() -> None:
    assert sum(p.stat().st_size for p in HERE.rglob("*.*")) < 4_000_000


def test_ids_are_unique_over_all_files_of_a_dataset() -> None:
    for name, dataset in MANIFEST["datasets"].items():
        ids = pd.concat([load(name, batch)[dataset["ids"][0]] for batch in dataset["files"]])
        assert ids.is_unique


@pytest.mark.parametrize(
    ("dataset", "column", "low", "high"),
    [
        ("sample_users_churn", "age", 22, 50),
        ("sample_users_churn", "login_count", 1, 120),
        ("sample_users_churn", "avg_session_time", 1.0, 25.2),
        ("sample_users_churn", "last_login_days_ago", 0, 200),
        ("sample_users_churn", "support_tickets", 0, 5),
        ("customer_segments", "income", 30, 120),
        ("customer_segments", "avg_spend", 9.8, 70.0),
        ("house_prices", "area", 33, 120),
        ("house_prices", "year_built", 1995, 2020),
        ("house_prices", "price", 3300, 11500),
    ],
)
def test_values_stay_in_the_ranges_of_the_reference_platform(
    dataset: str, column: str, low: float, high: float
) -> None:
    for batch in MANIFEST["datasets"][dataset]["files"]:
        assert load(dataset, batch)[column].between(low, high).all()


@pytest.mark.parametrize(("dataset", "batch", "column"), COLUMNS)
def test_each_column_moved_as_the_manifest_says(dataset: str, batch: str, column: str) -> None:
    entry = MANIFEST["datasets"][dataset]["files"][batch]["columns"][column]
    reference, current = load(dataset, "reference")[column], load(dataset, batch)[column]
    if column in MANIFEST["datasets"][dataset]["text"]:
        new_words = entry["effect"]["new_words"]
        known = set(" ".join(reference).split())
        words = " ".join(current).split()
        assert new_words == pytest.approx(sum(w not in known for w in words) / len(words), abs=1e-4)
        assert (entry["effect"]["jensen_shannon"] > 0.5) == (entry["expected"] == "critical")
        return
    if is_number(reference):
        shift = (current.mean() - reference.mean()) / reference.std()
        assert entry["effect"]["shift_in_sigma"] == pytest.approx(shift, abs=1e-3)
        p_value = float(stats.ks_2samp(reference, current).pvalue)
        strong = abs(shift) > 0.8
    else:
        counts = pd.crosstab(pd.concat([reference, current]), [0] * len(reference) + [1] * len(current))
        p_value = float(stats.chi2_contingency(counts).pvalue)
        strong = entry["effect"]["jensen_shannon"] > 0.25
    if entry["expected"] == "critical":
        assert strong
        assert p_value < 1e-12
    elif entry["expected"] == "none":
        assert p_value > 0.01


@pytest.mark.parametrize(("dataset", "batch"), BATCHES)
def test_a_batch_is_critical_exactly_when_one_of_its_columns_is(dataset: str, batch: str) -> None:
    file = MANIFEST["datasets"][dataset]["files"][batch]
    critical = any(c["expected"] == "critical" for c in file["columns"].values())
    assert file["severity"] == ("critical" if critical else "none")


@pytest.mark.parametrize("dataset", ["sample_users_churn", "customer_segments", "house_prices"])
def test_covariate_and_concept_drift_hurt_a_model_of_the_reference(dataset: str) -> None:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    target, ids = MANIFEST["datasets"][dataset]["target"], MANIFEST["datasets"][dataset]["ids"]
    frames = {batch: load(dataset, batch) for batch in ("reference", "no_drift", "covariate", "concept")}
    features = {b: pd.get_dummies(f.drop(columns=[target, *ids])).astype(float) for b, f in frames.items()}
    tree = DecisionTreeRegressor if target == "price" else DecisionTreeClassifier
    model = tree(min_samples_leaf=30, random_state=0).fit(features["reference"], frames["reference"][target])
    scores = {b: model.score(features[b], frames[b][target]) for b in frames}
    assert 0.8 < scores["no_drift"] < 0.96
    assert scores["covariate"] < scores["no_drift"] - 0.15
    assert scores["concept"] < scores["no_drift"] - 0.3


def test_reviews_are_varied_and_their_particles_fit() -> None:
    texts = load("movie_reviews", "reference")["review_text"]
    assert texts.nunique() > 0.97 * len(texts)
    assert np.median(texts.str.len()) > 25
    wrong = texts.str.contains("연출는|음악는|편집는|결말는|대사은|연기은|미술는|유머은|전개은")
    assert not wrong.any()
