"""Every method on two samples of texts."""

from collections.abc import Callable, Mapping

from driftdesk.core.drift import evidence
from driftdesk.core.drift.evidence import Evidence
from driftdesk.core.drift.methods import documents, texts
from driftdesk.core.drift.methods.effects import NEEDS_ROWS, Effect, Test, absent, tested, wanted
from driftdesk.core.drift.methods.on_numbers import NumberPair, normed
from driftdesk.core.drift.params import ColumnChoice
from driftdesk.core.drift.views import View
from driftdesk.core.entities import Kind
from driftdesk.core.profiles.text import TextStats


class TextPair:
    """The statistics of both sides' texts, their lengths, and the texts themselves where rows were read."""

    def __init__(self, reference: View, current: View) -> None:
        assert reference.text is not None
        assert current.text is not None
        self.a: TextStats = reference.text
        self.b: TextStats = current.text
        self.lengths = NumberPair(reference.numbers, current.numbers)
        self.documents = reference.documents, current.documents


def text_tests(
    reference: View, current: View, choice: ColumnChoice, learned: tuple[float, float] | None = None
) -> list[Test]:
    """The chosen method first, then those that are shown."""
    pair = TextPair(reference, current)
    proof = evidence.of_texts(pair.a, pair.b)
    return [tested(name, COMPUTE[name](pair), proof, choice, learned) for name in wanted(Kind.TEXT, choice)]


def _length(pair: TextPair) -> Effect:
    found = normed(pair.lengths)
    return Effect(found.statistic, found.below, found.above, pair.lengths.ks, note=found.note)


def _vocabulary(pair: TextPair) -> Effect:
    reference, current = pair.documents
    if reference is None or current is None:
        return absent(NEEDS_ROWS)
    return Effect(documents.new_words(reference, current))


def _classifier(pair: TextPair) -> Effect:
    reference, current = pair.documents
    if reference is None or current is None:
        return absent(NEEDS_ROWS)
    if min(len(reference), len(current)) < documents.FOLDS:
        return absent("too few texts")
    area, p = documents.tell_apart(reference, current)
    return Effect(area, own=Evidence(p))


COMPUTE: Mapping[str, Callable[[TextPair], Effect]] = {
    "ngram": lambda pair: Effect(texts.ngram_distance(pair.a, pair.b)),
    "length": _length,
    "scripts": lambda pair: Effect(texts.script_distance(pair.a, pair.b)),
    "vocabulary": _vocabulary,
    "ngram_classifier": _classifier,
}
