"""Times in words: how long ago, how long still, how long it took."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from driftdesk.core.entities import now

translate = QCoreApplication.translate


def duration(seconds: float) -> str:
    """``850 ms``, ``12 s``, ``3 min 20 s``, ``2 h 5 min``."""
    if seconds < 1:
        return translate("Durations", "{n} ms").format(n=max(1, round(seconds * 1000)))
    if seconds < 60:
        return translate("Durations", "{n} s").format(n=f"{seconds:.3g}" if seconds < 10 else round(seconds))
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return (
            translate("Durations", "{m} min {s} s").format(m=minutes, s=rest)
            if minutes < 10 and rest
            else translate("Durations", "{m} min").format(m=minutes)
        )
    hours, minutes = divmod(minutes, 60)
    return translate("Durations", "{h} h {m} min").format(h=hours, m=minutes)


def time_left(seconds: float | None) -> str:
    """``40 s left``, ``3 min left``; empty where it is not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return translate("Durations", "{n} s left").format(n=max(1, round(seconds)))
    if seconds < 3600:
        return translate("Durations", "{n} min left").format(n=round(seconds / 60))
    return translate("Durations", "{n} h left").format(n=f"{seconds / 3600:.1f}")


def ago(at: datetime) -> str:
    """``just now``, ``4 min ago``, ``3 h ago``, then the date."""
    seconds = (now() - at).total_seconds()
    if seconds < 45:
        return translate("Durations", "just now")
    if seconds < 3600:
        return translate("Durations", "{n} min ago").format(n=max(1, round(seconds / 60)))
    if seconds < 86400:
        return translate("Durations", "{n} h ago").format(n=round(seconds / 3600))
    return moment(at, seconds=False)


def moment(at: datetime, *, seconds: bool = True) -> str:
    """Date (unless today) and time of this place: ``14:03:21``, ``12 Mar 14:03``."""
    local = at.astimezone()
    clock = local.strftime("%H:%M:%S" if seconds else "%H:%M")
    if local.date() == now().astimezone().date():
        return clock
    day = QLocale().toString(QDate(local.year, local.month, local.day), translate("Durations", "d MMM"))
    return f"{day} {clock}"
