"""Models asked on the store. torch and scikit-learn are imported when work begins."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import Kind, ModelVersion
from driftdesk.core.errors import ParameterError, SchemaError
from driftdesk.core.training.learned_data import LearnedData

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.asking.attribution import Effects
    from driftdesk.core.training.metrics import Floats
    from driftdesk.core.training.problem import Problem
    from driftdesk.core.training.service import TrainingService
    from driftdesk.core.training.trainers.base import Predictor

MAX_ROWS = 1000
"""That may be asked about at once: more are a batch."""
MAX_EXPLAINED = 20
MAX_CHARACTERS = 1_000_000
"""Of all their values together: they travel with the job."""
_BACKGROUND = 500
_LOOKED_AT = 50_000
"""Rows of the data among which those of the background are chosen."""
_SEED = 0


def check_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """Raises ParameterError where there are none, too many or too long ones to be asked about at once."""
    if not 0 < len(rows) <= MAX_ROWS:
        raise ParameterError(
            f"{len(rows)} rows were given; a model is asked about 1 to {MAX_ROWS} at once.",
            "Import them, and predict the dataset.",
        )
    if (characters := sum(len(str(value)) for row in rows for value in row.values())) > MAX_CHARACTERS:
        raise ParameterError(
            f"The values are {characters:,} characters long; at most {MAX_CHARACTERS:,} can be asked about at once.",
            "Ask about fewer rows or shorter texts, or import them, and predict the dataset.",
        )


class AskingService:
    """May be used from any thread."""

    def __init__(
        self, training: "TrainingService", datasets: "DatasetService", tables: "TableService"
    ) -> None:
        self._training = training
        self._learned = LearnedData(datasets, tables)

    def ask(
        self, made: ModelVersion, rows: Sequence[Mapping[str, Any]], why: bool, context: Context
    ) -> dict[str, Any]:
        """Predict ``rows``, given as values or texts by column (what lacks is missing).

        ``answers``: for each row ``prediction`` and ``probabilities`` by class (none of a regression), and, for the first 20 if ``why``,
        ``why``: of what number (``class``; None: the value), ``base`` and ``effects`` (``name``, ``value``, ``effect``,
        ``error``), largest first. Raises ParameterError, SchemaError naming the row and column that cannot be read.
        """
        import numpy as np

        from driftdesk.core.training.threads import limited_threads

        check_rows(rows)
        context.progress(0, None, "loading")
        predictor = self._training.predictor(made)
        problem = predictor.problem
        table = table_of(rows, problem)
        with limited_threads():
            predicted = predictor.predict(table)
        answers = [_answer(problem, np.atleast_1d(p)) for p in predicted]
        if why:
            background = self._background(made)
            for i in range(min(len(rows), MAX_EXPLAINED)):
                context.check()
                context.progress(i, min(len(rows), MAX_EXPLAINED), "explaining")
                with limited_threads():
                    answers[i]["why"] = _why(predictor, table.slice(i, 1), predicted[i], background)
        return {"answers": answers, "classes": list(problem.classes), "target": problem.target.name}

    def examples(self, made: ModelVersion, start: int = 0, rows: int = 1) -> list[dict[str, str]]:
        """Rows to begin with, as texts by feature column: those of the data from ``start`` on."""
        from driftdesk.core.tables.values import text_at

        table = self._learned.rows(made, start, start + rows)
        return [
            {name: text_at(table[name].combine_chunks(), i) or "" for name in table.column_names}
            for i in range(len(table))
        ]

    def _background(self, made: ModelVersion) -> "pa.Table":
        """Rows like those that the model learned from."""
        import numpy as np
        import pyarrow as pa

        some = self._learned.spread(made, _LOOKED_AT)
        chosen = np.random.default_rng(_SEED).permutation(len(some))[:_BACKGROUND]
        return some.take(pa.array(np.sort(chosen)))


def table_of(rows: Sequence[Mapping[str, Any]], problem: "Problem") -> "pa.Table":
    """Rows as a table of the features' kinds. Raises SchemaError naming a value that is not of its kind, and
    ParameterError naming a column that the model does not know."""
    import pyarrow as pa

    from driftdesk.core.tables.values import convert

    names = [c.name for c in problem.features]
    unknown = sorted({name for row in rows for name in row} - {*names, problem.target.name})
    if unknown:
        raise ParameterError(
            f"The model knows no column {', '.join(unknown[:10])}.",
            f"Its columns are: {', '.join(names[:40])}.",
        )
    made = {}
    for column in problem.features:
        texts = pa.array([_as_text(row.get(column.name)) for row in rows], pa.string())
        read = convert(texts, column.kind)
        if read.bad is not None:
            bad = int(read.bad.argmax())
            raise SchemaError(
                f"Row {bad + 1}: {texts[bad].as_py()!r} is no {_WORDS[column.kind]} for {column.name!r}.",
                "Correct the value, or leave it empty: then it counts as missing.",
            )
        made[column.name] = read.array
    return pa.table(made)


_WORDS = {
    Kind.NUMERIC: "number",
    Kind.BOOLEAN: "truth value (true, false)",
    Kind.DATETIME: "time (2026-01-31 12:00)",
    Kind.CATEGORICAL: "text",
    Kind.TEXT: "text",
}


def _as_text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answer(problem: "Problem", predicted: "Floats") -> dict[str, Any]:
    if not problem.classes:
        return {"prediction": float(predicted[0]), "probabilities": {}}
    probabilities = {c: float(p) for c, p in zip(problem.classes, predicted, strict=True)}
    return {"prediction": problem.classes[int(predicted.argmax())], "probabilities": probabilities}


def _why(
    predictor: "Predictor", row: "pa.Table", predicted: "Floats", background: "pa.Table"
) -> dict[str, Any]:
    """The effects upon the probability of the predicted class, or upon the value."""
    from driftdesk.core.tables.values import text_at
    from driftdesk.core.training.asking.attribution import of_columns, of_words

    problem = predictor.problem
    chosen = int(predicted.argmax()) if problem.classes else None

    def answer(table: "pa.Table") -> "Floats":
        found = predictor.predict(table)
        return found if chosen is None else found[:, chosen]

    texts = [c.name for c in problem.features if c.kind is Kind.TEXT]
    shown: dict[str, str] = {}
    if texts and len(problem.features) == len(texts):
        longest = max(texts, key=lambda n: len(row[n][0].as_py() or ""))
        effects = of_words(answer, row[longest][0].as_py() or "", longest, row, _SEED)
    else:
        columns = tuple(row.column_names)
        effects = of_columns(answer, row, columns, background, _SEED)
        shown = {name: text_at(row[name].combine_chunks(), 0) or "" for name in columns}
    return {
        "class": None if chosen is None else problem.classes[chosen],
        "base": effects.base,
        "effects": _ranked(effects, shown),
    }


def _ranked(effects: "Effects", shown: Mapping[str, str]) -> list[dict[str, Any]]:
    found = [
        {
            "name": name,
            "value": shown.get(name, ""),
            "effect": float(value),
            "error": float(error),
            "place": i,
        }
        for i, (name, value, error) in enumerate(
            zip(effects.names, effects.values, effects.errors, strict=True)
        )
    ]
    return sorted(found, key=lambda e: -abs(e["effect"]))
