"""Tables, schemas and monitors for the tests of training."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.entities import ROW_ID, Column, Kind, Role, Schema, Task
from driftdesk.core.errors import JobCancelledError
from driftdesk.core.training.learning import Order
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import default_trainer, parse_params


class Recording(Monitor):
    """Keeps what it is told. ``stop_after`` steps it asks the fit to end, ``saves`` has the checkpoints by step."""

    def __init__(self, stop_after: int | None = None, start: bytes | None = None) -> None:
        self.points: list[tuple[int, float, dict[str, float]]] = []
        self.warnings: list[str] = []
        self.saves: dict[int, bytes] = {}
        self.checks = 0
        self._stop_after = stop_after
        self._start = start

    def check(self) -> None:
        if self.checks == self._stop_after:
            raise JobCancelledError("Stopped by the test.")
        self.checks += 1

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        self.points.append((step, epoch, dict(values)))

    def warn(self, message: str, hint: str = "") -> None:
        self.warnings.append(message)

    def save(self, state: bytes, epoch: int, step: int, best_epoch: int | None = None) -> None:
        self.saves[step] = state

    def saved(self) -> bytes | None:
        return self._start

    def series(self, name: str) -> list[float]:
        return [values[name] for _, _, values in self.points if name in values]


def schema(kinds: Mapping[str, Kind], target: str, **roles: Role) -> Schema:
    return Schema(
        columns=tuple(
            Column(
                id=name,
                name=name,
                kind=kind,
                role=roles.get(name, Role.TARGET if name == target else Role.FEATURE),
            )
            for name, kind in kinds.items()
        )
    )


def with_row_ids(columns: Mapping[str, Any], first: int = 0) -> pa.Table:
    table = pa.table(dict(columns))
    return table.append_column(ROW_ID, pa.array(np.arange(first, first + len(table)), pa.int64()))


def order(
    given: Schema, task: Task, trainer: str = "", *, seed: int = 0, salt: str = "dataset", **params: Any
) -> Order:
    assert given.target
    name = trainer or default_trainer(task)
    return Order(given, task, given.target.name, name, parse_params(name, params), seed, salt)


def churn(rows: int = 600, seed: int = 0, missing: bool = True) -> tuple[pa.Table, Schema]:
    """Binary: depends on a number, a category and a flag; with a date and missing values."""
    random = np.random.default_rng(seed)
    logins = random.gamma(2, 20, rows)
    plan = random.choice(["free", "basic", "premium"], rows)
    active = random.random(rows) < 0.5
    joined = np.datetime64("2026-01-01", "us") + random.integers(0, 200 * 86_400, rows) * np.timedelta64(
        1_000_000, "us"
    )
    chance = 1 / (1 + np.exp(logins / 10 - 4 * (plan == "free") - 2 * ~active + 1))
    left = random.random(rows) < chance
    if missing:
        logins[random.random(rows) < 0.1] = np.nan
    kinds = {
        "logins": Kind.NUMERIC,
        "plan": Kind.CATEGORICAL,
        "active": Kind.BOOLEAN,
        "joined": Kind.DATETIME,
        "noise": Kind.NUMERIC,
        "churned": Kind.BOOLEAN,
    }
    table = with_row_ids(
        {
            "logins": pa.array(logins, from_pandas=True),
            "plan": pa.array(plan).cast(pa.string()),
            "active": active,
            "joined": pa.array(joined),
            "noise": random.normal(size=rows),
            "churned": left,
        }
    )
    return table, schema(kinds, "churned")


def houses(rows: int = 500, seed: int = 0) -> tuple[pa.Table, Schema]:
    """Regression: a price from an area and a place."""
    random = np.random.default_rng(seed)
    area = random.uniform(30, 120, rows)
    place = random.choice(["seoul", "busan", "daegu"], rows)
    price = 60 * area + 3000 * (place == "seoul") + random.normal(0, 200, rows)
    table = with_row_ids({"area": area, "place": pa.array(place).cast(pa.string()), "price": price})
    return table, schema({"area": Kind.NUMERIC, "place": Kind.CATEGORICAL, "price": Kind.NUMERIC}, "price")


def reviews(rows: int = 300, seed: int = 0) -> tuple[pa.Table, Schema]:
    """Korean reviews whose sentiment hangs on one word of several."""
    random = np.random.default_rng(seed)
    good = ["감동적이었어요", "훌륭했다", "최고였습니다", "재미있어요"]
    bad = ["지루했음", "아쉬웠다", "최악이에요", "실망스러웠다"]
    what = ["연기는", "음악은", "영상미가", "후반부는", "설정이"]
    labels = random.random(rows) < 0.5
    texts = [
        f"{random.choice(what)} 정말 {random.choice(good if label else bad)}. {random.choice(what)} 보통."
        for label in labels
    ]
    sentiment = ["positive" if label else "negative" for label in labels]
    table = with_row_ids({"text": texts, "sentiment": sentiment})
    return table, schema({"text": Kind.TEXT, "sentiment": Kind.CATEGORICAL}, "sentiment")


def numeric_table(inputs: np.ndarray, target: np.ndarray) -> tuple[pa.Table, Schema]:
    """Columns f0, f1, ... and y."""
    names = [f"f{i}" for i in range(inputs.shape[1])]
    columns: dict[str, Any] = {name: inputs[:, i] for i, name in enumerate(names)}
    return with_row_ids({**columns, "y": target}), schema(dict.fromkeys([*names, "y"], Kind.NUMERIC), "y")
