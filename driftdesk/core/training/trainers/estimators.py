"""scikit-learn estimators as bytes: skops with an explicit list of the types that may come back."""

from typing import Any

from skops.io import dumps, get_untrusted_types, loads

from driftdesk.core.errors import CorruptDataError

ALLOWED = frozenset(
    {
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        # how gradient boosting reads categories: a FunctionTransformer of partial(check_array, ...)
        "functools.partial",
        "sklearn.utils.validation.check_array",
    }
)
"""Beyond what skops itself trusts."""


def to_bytes(estimator: Any) -> bytes:
    """Raises CorruptDataError where the estimator holds another type than the allowed ones."""
    content: bytes = dumps(estimator)
    _check(content)
    return content


def from_bytes(content: bytes) -> Any:
    """Raises CorruptDataError where another type than the allowed ones is in it."""
    return loads(content, trusted=_check(content))


def _check(content: bytes) -> list[str]:
    untrusted: list[str] = get_untrusted_types(data=content)
    if unknown := sorted(set(untrusted) - ALLOWED):
        raise CorruptDataError(
            f"The stored model holds types that are not allowed: {', '.join(unknown)}.",
            "Train the model again.",
        )
    return untrusted
