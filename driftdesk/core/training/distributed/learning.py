"""The learning of the other ranks: rank 0 has looked at the rows, they only take the steps."""

from driftdesk.core.training.distributed.group import Group, SharedMonitor, unpack_prepared
from driftdesk.core.training.loop import LoopParams, seeded
from driftdesk.core.training.params import NetworkParams
from driftdesk.core.training.streaming.feeding import StreamObjective
from driftdesk.core.training.streaming.learning import Steps, feed_of, streamable_trainer
from driftdesk.core.training.streaming.survey import Asked
from driftdesk.core.training.threads import limited_threads


def learn_along(asked: Asked, group: Group) -> None:
    """Steps in this rank's lane, until rank 0 has enough."""
    order = asked.order
    assert isinstance(order.params, NetworkParams)
    prepared, state = unpack_prepared(group.tell())
    saved = group.tell() or None
    fitted = prepared.fitted
    with limited_threads(), seeded(order.seed):
        predictor = streamable_trainer(order.trainer).untrained(
            prepared.survey.problem, fitted.preprocessor, order.params, fitted.centre, fitted.scale
        )
        predictor.network.load_state_dict(state)
        feed = feed_of(asked, prepared, predictor, group.rank)
        objective = StreamObjective(asked, prepared.survey, fitted, predictor, prepared.budget)
        loop = LoopParams.of(order.params, order.seed)
        group.learn(Steps(predictor, objective, loop, SharedMonitor(asked.monitor, saved), feed))
