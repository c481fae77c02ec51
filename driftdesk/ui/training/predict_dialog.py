"""All rows of a data version predicted by a model version: which."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from driftdesk.core.entities import Dataset, DatasetVersion, Kind, Model, ModelVersion, Role, Task
from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.widgets.basics import label
from driftdesk.ui.widgets.form_dialog import AskingDialog, choice
from driftdesk.ui.workspace import Workspace

translate = QCoreApplication.translate

_NAMED = 8
"""So many missing columns are named."""


class PredictDialog(AskingDialog):
    """``ref`` is the data version that was chosen, as ``name@number``."""

    def __init__(
        self,
        workspace: Workspace,
        model: Model,
        version: ModelVersion,
        datasets: Sequence[Dataset],
        parent: QWidget,
    ) -> None:
        title = translate("PredictDialog", "Predict by {model} v{n}").format(
            model=model.name, n=version.number
        )
        super().__init__(title, translate("PredictDialog", "Predict"), parent)
        self._workspace, self._model, self._version = workspace, model, version
        self._datasets = {d.id: d for d in datasets}
        self._found: Sequence[DatasetVersion] = ()
        self.dataset = choice([(d.name, d.id) for d in datasets], model.dataset_id)
        self.data = QComboBox()
        self._said = label("", "muted", wrap=True)
        self._said.setMinimumHeight(7 * S)
        self.add(self.tr("Dataset"), self.dataset)
        self.add(self.tr("Data version"), self.data)
        self.body.addWidget(self._said)
        self.dataset.currentIndexChanged.connect(self._read)
        self.data.currentIndexChanged.connect(self._say)
        self._read()

    @property
    def ref(self) -> str:
        return f"{self._datasets[self.dataset.currentData()].name}@{self.data.currentData()}"

    def _read(self) -> None:
        self._found = ()
        self.data.clear()
        self._say()
        dataset = self._datasets.get(self.dataset.currentData())
        if dataset is not None:
            self._workspace.tasks.start(self._load(dataset), owner=self)

    async def _load(self, dataset: Dataset) -> None:
        found = await self._workspace.tasks.call(self._workspace.desk.datasets.versions, dataset.name)
        if dataset.id == self.dataset.currentData():
            self._found = found
            for version in found:
                self.data.addItem(words.data_version(version), version.number)
            self._say()

    def _say(self) -> None:
        """What will come of it, or why nothing can."""
        data = next((v for v in self._found if v.number == self.data.currentData()), None)
        missing = self._missing(data) if data else []
        self.go.setEnabled(data is not None and not missing)
        if data is None:
            self._said.setText("" if self._found else self.tr("Reading the versions…"))
        elif missing:
            named = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
            self._said.setText(
                self.tr("The data lacks columns that the model needs: {names}.").format(names=named)
            )
        else:
            self._said.setText(self._outcome(data))

    def _missing(self, data: DatasetVersion) -> list[str]:
        of_texts = self._model.task is Task.TEXT
        wanted = [c.name for c in self._version.columns.features if (c.kind is Kind.TEXT) == of_texts]
        return [name for name in wanted if name not in data.columns.names]

    def _outcome(self, data: DatasetVersion) -> str:
        said = self.tr("The predictions of {n} rows become columns of the dataset's next version: {columns}.").format(
            n=figures.count(data.rows), columns=", ".join(self._columns())
        )  # fmt: skip
        earlier = (Role.PREDICTION, Role.PREDICTION_SCORE)
        if any(c.role in earlier for c in data.columns.columns):
            said += " " + self.tr("They replace those that are there.")
        return said

    def _columns(self) -> list[str]:
        """As they will be called."""
        if self._model.task is Task.REGRESSION:
            return ["prediction"]
        classes = self._version.classes
        return ["prediction", "prediction_score" if len(classes) == 2 else "probability_…"]
