"""Whether the database answers, as the driver sees it at any moment."""

from collections.abc import Callable

from pymongo.monitoring import (
    TopologyClosedEvent,
    TopologyDescriptionChangedEvent,
    TopologyListener,
    TopologyOpenedEvent,
)


class Availability(TopologyListener):
    """Hears from the driver's monitors, in their threads, when the server that can be written to is gone or back."""

    def __init__(self) -> None:
        self._is_there: bool | None = None
        """None until it was found for the first time: the driver tells late of its first look."""
        self._heard: Callable[[bool], object] | None = None

    def listen(self, heard: Callable[[bool], object]) -> None:
        """Call ``heard(is_there)`` at each change from now on, in a thread of the driver's; one listener at a time."""
        self._heard = heard

    def opened(self, event: TopologyOpenedEvent) -> None:
        """Nothing is known yet."""

    def description_changed(self, event: TopologyDescriptionChangedEvent) -> None:
        is_there = event.new_description.has_writable_server()
        if is_there == self._is_there or (self._is_there is None and not is_there):
            return
        was_found, self._is_there = self._is_there is not None, is_there
        if was_found and self._heard is not None:
            self._heard(is_there)

    def closed(self, event: TopologyClosedEvent) -> None:
        """Whoever closed it knows."""
        self._heard = None
