"""The table of runs: what they were made of, in what they differ, best and last figures; filtered, sorted, some hidden."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
)

from driftdesk.core.entities import Run, RunState
from driftdesk.core.training.comparing import compared_series, differing_params
from driftdesk.ui import figures
from driftdesk.ui.activity.words import state_word
from driftdesk.ui.durations import duration
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.training import words
from driftdesk.ui.training.live_plots import plot_of, plot_title
from driftdesk.ui.widgets.list_table import RECORD_ROLE, SORT_ROLE, Field

translate = QCoreApplication.translate


def series_title(name: str) -> str:
    """``validation_roc_auc`` becomes ``ROC AUC``, ``train_loss`` ``Training loss``."""
    title = plot_title(plot_of(name))
    if name.startswith("train_"):
        return translate("training", "{metric} (training)").format(metric=title)
    return title


def value_text(value: Any) -> str:
    """A parameter's value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, float):
        return figures.figure(value)
    return value if isinstance(value, str) else json.dumps(value)


def runs_fields(runs: Sequence[Run], metric: str) -> list[Field[Run]]:
    """Columns for these runs: how good they are by the model's own metric, then in what they differ (data, trainer, preset,
    seed, parameters and tags stand there only where they do: see ``same_in_all``), then all other figures."""
    same = {key for key, _ in _same(runs)}
    own = f"validation_{metric}"
    series = compared_series(runs)
    made_of = {
        "data": Field[Run](
            lambda: translate("training", "Data"),
            lambda r: f"v{r.dataset_version}",
            lambda r: r.dataset_version,
        ),
        "trainer": Field[Run](lambda: translate("training", "Trainer"), lambda r: words.trainer(r.trainer)),
        "preset": Field[Run](lambda: translate("training", "Preset"), lambda r: r.preset),
    }
    started = lambda: translate("training", "Started")  # noqa: E731  (a title, like those above)
    fields = [
        Field[Run](lambda: translate("training", "Run"), lambda r: f"#{r.number}", lambda r: r.number),
        Field[Run](
            lambda: translate("training", "State"),
            lambda r: state_word(r.state),
            tip=lambda r: r.error.message if r.error else state_word(r.state),
            colour=_state_colour,
        ),
        *(field for key, field in made_of.items() if key not in same),
        _test_field(metric),
        *_series_fields([own] if own in series else []),
        *(_param_field(name, runs) for name in differing_params(runs)),
        Field[Run](
            lambda: translate("training", "Time"),
            lambda r: duration(r.seconds),
            lambda r: r.seconds,
            number=True,
        ),
        Field[Run](
            lambda: translate("training", "Epochs"),
            lambda r: f"{r.epochs:g}",
            lambda r: r.epochs,
            number=True,
        ),
    ]
    if "seed" not in same:
        fields.append(
            Field[Run](
                lambda: translate("training", "Seed"), lambda r: str(r.seed), lambda r: r.seed, number=True
            )
        )
    fields += _series_fields([name for name in series if name != own])
    if any(r.tags for r in runs):
        fields.append(Field[Run](lambda: translate("training", "Tags"), lambda r: ", ".join(r.tags)))
    fields.append(Field[Run](started, lambda r: figures.moment(r.created_at), lambda r: r.created_at))
    return fields


def same_in_all(runs: Sequence[Run]) -> str:
    """What needs no column, as it is the same in all runs: ``data v1, seed 0``."""
    return ", ".join(text for _, text in _same(runs) if text)


def _same(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """What all runs have in common, by key and in words; of one run only that it has no preset."""
    if not runs:
        return []
    first, several = runs[0], len(runs) > 1
    told = [
        ("data", several and len({r.dataset_version for r in runs}) == 1,
         translate("training", "data v{n}").format(n=first.dataset_version)),
        ("trainer", several and len({r.trainer for r in runs}) == 1, words.trainer(first.trainer)),
        ("preset", len({r.preset for r in runs}) == 1 and (several or not first.preset), first.preset),
        ("seed", several and len({r.seed for r in runs}) == 1, translate("training", "seed {n}").format(n=first.seed)),
    ]  # fmt: skip
    return [(key, text) for key, is_same, text in told if is_same]


def _state_colour(run: Run) -> str | None:
    return {RunState.FAILED: colours().critical, RunState.LOST: colours().warning}.get(run.state)


def _param_field(name: str, runs: Sequence[Run]) -> Field[Run]:
    numbers = all(isinstance(r.params.get(name), int | float | None) for r in runs)
    if numbers:
        return Field(
            lambda: name, lambda r: value_text(r.params.get(name)), lambda r: r.params.get(name), number=True
        )
    return Field(lambda: name, lambda r: value_text(r.params.get(name)))


def _test_field(metric: str) -> Field[Run]:
    return Field(
        lambda: translate("training", "{metric}, test").format(metric=words.metric(metric)),
        lambda r: figures.figure(r.metrics.get(metric)),
        lambda r: r.metrics.get(metric),
        number=True,
    )


def _series_fields(names: Sequence[str]) -> list[Field[Run]]:
    """Best and last of each series."""
    return [
        Field(partial(which, name), partial(_text, of, name), partial(_value, of, name), number=True)
        for name in names
        for which, of in ((_best_title, "best"), (_last_title, "last"))
    ]


def _value(of: str, name: str, run: Run) -> float | None:
    found: float | None = getattr(run, of).get(name)
    return found


def _text(of: str, name: str, run: Run) -> str:
    return figures.figure(_value(of, name, run))


def _best_title(name: str) -> str:
    return translate("training", "{metric}, best").format(metric=series_title(name))


def _last_title(name: str) -> str:
    return translate("training", "{metric}, last").format(metric=series_title(name))


class RunsFilter(QSortFilterProxyModel):
    """Rows in whose cells, parameters, notes and tags all words of the filter stand, and that are not hidden. Rows without a
    figure come last, whichever way it is sorted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._hidden: frozenset[str] = frozenset()
        self.setSortRole(SORT_ROLE)

    @property
    def hidden(self) -> frozenset[str]:
        return self._hidden

    def set_words(self, text: str) -> None:
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def hide(self, run_ids: frozenset[str]) -> None:
        """Leave out these runs, by id, and no others."""
        self._hidden = run_ids
        self.invalidate()

    def runs(self) -> list[Run]:
        """The runs that are left, in the order of the table."""
        return [self.index(row, 0).data(RECORD_ROLE) for row in range(self.rowCount())]

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        model = self.sourceModel()
        run: Run = model.index(row, 0).data(RECORD_ROLE)
        if run.id in self._hidden:
            return False
        if not self._words:
            return True
        cells = [str(model.index(row, column).data()) for column in range(model.columnCount())]
        params = [f"{name}={value_text(value)}" for name, value in run.params.items()]
        made_of = [f"v{run.dataset_version}", run.trainer, words.trainer(run.trainer), run.preset]
        text = "\n".join([*cells, *made_of, *params, *run.tags, run.notes]).casefold()
        return all(word in text for word in self._words)

    def lessThan(
        self, left: QModelIndex | QPersistentModelIndex, right: QModelIndex | QPersistentModelIndex
    ) -> bool:
        a, b = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if a is None or b is None:
            ascending = self.sortOrder().value == 0
            return (b is None and a is not None) if ascending else (a is None and b is not None)
        return bool(a < b)
