"""A streamed training on the store, in one process or several."""

from driftdesk.core.entities import DatasetVersion, Streaming
from driftdesk.core.storage.store import Store
from driftdesk.core.training.distributed.ranks import together
from driftdesk.core.training.learning import Learned
from driftdesk.core.training.memory import memory_told
from driftdesk.core.training.streaming.feeding import Budget
from driftdesk.core.training.streaming.learning import Streamed, learn_streamed, prepare
from driftdesk.core.training.streaming.survey import Asked


def run_streamed(
    asked: Asked, how: Streaming, store: Store, version: DatasetVersion
) -> tuple[Learned, Streaming]:
    """What was learned, and ``how`` with what is known of it now. Raises what ``learn_streamed`` raises."""
    with memory_told():
        prepared = prepare(asked, Budget(how.memory_mb << 20, how.processes))
        if how.processes == 1:
            done = learn_streamed(asked, prepared)
        else:
            with together(store, version.id, asked.order, how.processes, asked.monitor) as group:
                done = learn_streamed(asked, prepared, group)
    return done.learned, _told(how, done)


def _told(how: Streaming, done: Streamed) -> Streaming:
    mixed = done.quality
    facts = {
        "buffer_rows": done.buffer_rows,
        "correlation": mixed.correlation,
        "distance": mixed.distance,
        "spread": mixed.spread,
    }
    return how.model_copy(update=facts)
