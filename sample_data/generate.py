"""Write the sample data: ``python sample_data/generate.py`` rewrites every file, always the same bytes.

Each dataset has a reference and four batches: one of the same law, and one each with covariate drift (the features
moved, the relation to the target did not), prior drift (the target moved) and concept drift (only the relation
moved). ``manifest.json`` says for every column of every batch what is true (``effect``, measured on the files as
written) and what a detector must say (``expected``): ``critical``, ``none``, or ``any`` where a column moves only as
a consequence of another.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from sample_data.draw import Draw, Floats  # noqa: E402 - needs the path when run as a script
from sample_data.reviews import reviews  # noqa: E402
from sample_data.tables import churn, houses, prior, prior_of_prices, segments  # noqa: E402

SEED = 20261123
BATCHES = ("reference", "no_drift", "covariate", "prior", "concept")


@dataclass(frozen=True)
class Plan:
    """How one dataset is made, and which columns each kind of drift moves (``critical``) or may move (``any``)."""

    task: str
    target: str
    id_prefix: str
    ids: tuple[str, ...]
    format: str
    rows: tuple[int, int]
    make: Callable[[Draw, int, str], pd.DataFrame]
    covariate: tuple[str, ...]
    make_prior: Callable[[Draw, int], pd.DataFrame]
    prior_moves: tuple[str, ...]
    may_move: dict[str, tuple[str, ...]] = field(default_factory=dict)
    text: tuple[str, ...] = ()


PLANS = {
    "sample_users_churn": Plan(
        task="binary",
        target="churned",
        id_prefix="user_",
        ids=("user_id",),
        format="csv",
        rows=(4000, 2000),
        make=churn,
        covariate=("subscription_type", "login_count"),
        make_prior=lambda draw, n: prior(churn, draw, n, "churned", {True: 0.8, False: 0.2}),
        prior_moves=("churned",),
        may_move={"prior": ("login_count", "last_login_days_ago", "support_tickets")},
    ),
    "customer_segments": Plan(
        task="multiclass",
        target="segment",
        id_prefix="cust_",
        ids=("customer_id",),
        format="jsonl",
        rows=(3000, 2000),
        make=segments,
        covariate=("income", "region"),
        make_prior=lambda draw, n: prior(segments, draw, n, "segment", {"A": 0.74, "B": 0.18, "C": 0.08}),
        prior_moves=("segment",),
        may_move={"prior": ("income", "visit_count")},
    ),
    "house_prices": Plan(
        task="regression",
        target="price",
        id_prefix="house_",
        ids=("house_id",),
        format="csv",
        rows=(4000, 2000),
        make=houses,
        covariate=("year_built", "location"),
        make_prior=prior_of_prices,
        prior_moves=("price", "area"),
        may_move={"covariate": ("price",), "prior": ("bedrooms", "bathrooms", "year_built", "location")},
    ),
    "movie_reviews": Plan(
        task="text",
        target="sentiment",
        id_prefix="rev_",
        ids=("review_id", "user_id"),
        format="csv",
        rows=(3000, 2000),
        make=reviews,
        covariate=("review_text",),
        make_prior=lambda draw, n: reviews(draw, n, "prior"),
        prior_moves=("sentiment",),
        may_move={"prior": ("review_text",)},
        text=("review_text",),
    ),
}


def make_batch(number: int, plan: Plan, batch: str) -> pd.DataFrame:
    """The rows of one file, with ids that no other file of the dataset has."""
    place = BATCHES.index(batch)
    draw = Draw(SEED, number, place)
    n = plan.rows[0] if batch == "reference" else plan.rows[1]
    if batch == "prior":
        frame = plan.make_prior(draw, n)
    else:
        frame = plan.make(draw, n, batch if batch in ("covariate", "concept") else "none")
    if len(frame) != n:
        raise ValueError(f"{batch}: {len(frame)} rows instead of {n}; enlarge PRIOR_POOL")
    first = place * 10_000 + 1
    frame.insert(0, plan.ids[0], [f"{plan.id_prefix}{first + i:05d}" for i in range(n)])
    return frame


def to_bytes(frame: pd.DataFrame, kind: str) -> bytes:
    """UTF-8 with Unix line ends; numbers are integers or rounded to a digit, so they print alike everywhere."""
    if kind == "jsonl":
        rows = (json.dumps(row, ensure_ascii=False) for row in frame.to_dict("records"))
        return ("\n".join(rows) + "\n").encode()
    columns = {str(c): frame[c].map({True: "true", False: "false"}) for c in frame if frame[c].dtype == bool}
    return frame.assign(**columns).to_csv(index=False, lineterminator="\n").encode()


def effect(reference: pd.Series, current: pd.Series, *, text: bool) -> dict[str, Any]:
    """How far ``current`` is from ``reference``: shift in standard deviations, or shares and their distance; of
    texts the share of words that the reference lacks, and the distance of the shares of its 300 commonest words."""
    if text:
        sides = [pd.Series(" ".join(side).split()) for side in (reference, current)]
        common = sides[0].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:300]
        kept = [side.where(side.isin(common), "") for side in sides]
        shares = _shares(*kept)[1]
        unknown = float((~sides[1].isin(sides[0])).mean())
        return {"new_words": round(unknown, 4), "jensen_shannon": round(_jensen_shannon(shares), 4)}
    if pd.api.types.is_numeric_dtype(reference) and reference.dtype != bool:
        means = float(reference.mean()), float(current.mean())
        shift = (means[1] - means[0]) / float(reference.std())
        return {"mean": [round(m, 3) for m in means], "shift_in_sigma": round(shift, 3) + 0.0}
    labels, shares = _shares(reference.astype(str).str.lower(), current.astype(str).str.lower())
    return {
        "shares": {label: [round(float(s), 4) for s in shares[:, i]] for i, label in enumerate(labels)},
        "jensen_shannon": round(_jensen_shannon(shares), 4),
    }


def _shares(*sides: pd.Series) -> tuple[list[str], Floats]:
    """The labels of all ``sides``, and the share of each label in each side."""
    counts = [side.value_counts(normalize=True) for side in sides]
    labels = sorted(set().union(*(c.index for c in counts)))
    return labels, np.array([[float(c.get(label, 0.0)) for label in labels] for c in counts])


def _jensen_shannon(shares: Floats) -> float:
    """Jensen-Shannon distance, base 2, of two rows of shares."""
    middle = shares.mean(axis=0)
    terms = np.where(shares > 0, shares * np.log2(np.where(shares > 0, shares, 1) / middle), 0)
    return float(np.sqrt(max(terms.sum() / 2, 0.0)))


def expectations(plan: Plan, batch: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns that must be found, and those that may be."""
    critical = {"covariate": plan.covariate, "prior": plan.prior_moves}.get(batch, ())
    return critical, plan.may_move.get(batch, ())


def describe(plan: Plan, batch: str, frame: pd.DataFrame, reference: pd.DataFrame) -> dict[str, Any]:
    """The manifest's entry of one file."""
    critical, maybe = expectations(plan, batch)
    columns = {}
    for name in frame.columns.drop(list(plan.ids)):
        expected = "critical" if name in critical else "any" if name in maybe else "none"
        columns[name] = {
            "expected": expected,
            "effect": effect(reference[name], frame[name], text=name in plan.text),
        }
    return {
        "drift": "none" if batch in ("reference", "no_drift") else batch,
        "severity": "critical" if critical else "none",
        "hurts": batch in ("covariate", "concept"),
        "rows": len(frame),
        "columns": columns,
    }


def generate(folder: Path = HERE) -> dict[str, Any]:
    """Write all files and ``manifest.json`` under ``folder``; returns the manifest."""
    manifest: dict[str, Any] = {"seed": SEED, "datasets": {}}
    for number, (name, plan) in enumerate(PLANS.items()):
        frames = {batch: make_batch(number, plan, batch) for batch in BATCHES}
        files = {}
        (folder / name).mkdir(parents=True, exist_ok=True)
        for batch, frame in frames.items():
            path = f"{name}/{batch}.{plan.format}"
            content = to_bytes(frame, plan.format)
            (folder / path).write_bytes(content)
            files[batch] = {
                "path": path,
                "sha256": hashlib.sha256(content).hexdigest(),
                **describe(plan, batch, frame, frames["reference"]),
            }
        manifest["datasets"][name] = {
            "task": plan.task,
            "target": plan.target,
            "timestamp": None,
            "ids": list(plan.ids),
            "text": list(plan.text),
            "files": files,
        }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_bytes(text.encode())
    return manifest


if __name__ == "__main__":
    generate()
