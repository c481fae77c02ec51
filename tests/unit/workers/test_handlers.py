"""There is a handler, and a params record, for every kind of job."""

import pytest

from driftdesk.core.entities import JobKind, Record
from driftdesk.core.jobs.params import params_type
from driftdesk.workers.handlers import handler


@pytest.mark.parametrize("kind", JobKind)
def test_every_kind_of_job_has_its_handler_and_params(kind: JobKind) -> None:
    assert callable(handler(kind))
    assert issubclass(params_type(kind), Record)
