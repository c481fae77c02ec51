"""A desk with a model to train."""

import pytest

from driftdesk.core.settings import Settings
from tests.ui.fakes import FakeDesk
from tests.ui.training.services import training_desk


@pytest.fixture
def desk(settings: Settings) -> FakeDesk:
    return training_desk(settings)
