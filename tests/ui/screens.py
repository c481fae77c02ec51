"""Renders screens of the window to PNG files, to be looked at: ``python -m tests.ui.screens OUT``.

``--only NAME...`` some screens; ``--theme light dark``; ``--language en ko``; ``--size 1440x900``; ``--data-dir DIR`` a real desk
(its embedded database) instead of the fake one. Write your own with ``@screen("name")``: an async function of a Stage.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from driftdesk.core.errors import AuthenticationError, NotFoundError
from driftdesk.core.settings import Settings, load_settings
from driftdesk.ui.app import make_app, make_loop, make_window
from driftdesk.ui.main_window import MainWindow
from tests.ui import sample_jobs
from tests.ui.fakes import FakeDesk


@dataclass
class Stage:
    """What a screen acts on. ``await stage.settle()`` waits until nothing is being loaded."""

    window: MainWindow
    desk: Any

    async def settle(self, seconds: float = 0.25) -> None:
        for _ in range(200):
            await asyncio.sleep(0.02)
            if self.window.workspace.tasks.busy <= 1:  # this screen itself
                break
        await asyncio.sleep(seconds)


Screen = Callable[[Stage], Awaitable[None]]
SCREENS: dict[str, Screen] = {}


def screen(name: str) -> Callable[[Screen], Screen]:
    def keep(function: Screen) -> Screen:
        SCREENS[name] = function
        return function

    return keep


@screen("data")
async def _data(stage: Stage) -> None:
    stage.window.show_tab("data")


@screen("training")
async def _training(stage: Stage) -> None:
    stage.window.show_tab("training")


@screen("automation")
async def _automation(stage: Stage) -> None:
    stage.window.show_tab("automation")


@screen("activity-jobs")
async def _activity(stage: Stage) -> None:
    stage.window.show_tab("activity")
    await stage.settle()
    jobs = stage.window.workspace.jobs.jobs()
    if jobs:
        stage.window.open("job", jobs[0].id)


@screen("activity-failed")
async def _failed(stage: Stage) -> None:
    stage.window.show_tab("activity")
    await stage.settle()
    failed = [j for j in stage.window.workspace.jobs.jobs() if j.error]
    if failed:
        stage.window.open("job", failed[0].id)


@screen("activity-workers")
async def _workers(stage: Stage) -> None:
    stage.window.show_tab("activity")
    stage.window.tab("activity").pages.setCurrentIndex(1)


@screen("activity-audit")
async def _audit(stage: Stage) -> None:
    stage.window.show_tab("activity")
    stage.window.tab("activity").pages.setCurrentIndex(2)


@screen("notices")
async def _notices(stage: Stage) -> None:
    stage.window.show_tab("activity")
    notices = stage.window.workspace.notifications
    notices.error(NotFoundError("There is no dataset 'chrun'.", "Did you mean churn?"))
    notices.success(
        "Analyse drift of churn: v4 against v7", hint="Done.", link=("job", sample_jobs.jobs()[4].id)
    )


@screen("notification-centre")
async def _centre(stage: Stage) -> None:
    await _notices(stage)
    stage.window.centre.open()


@screen("palette")
async def _palette(stage: Stage) -> None:
    stage.window.show_tab("activity")
    stage.window.open_palette()


@screen("settings")
async def _settings(stage: Stage) -> None:
    from driftdesk.ui.frame_actions import open_settings

    stage.window.show_tab("activity")
    open_settings(stage.window)


@screen("connection")
async def _connection(stage: Stage) -> None:
    from driftdesk.ui.frame_actions import open_connection

    stage.window.show_tab("activity")
    open_connection(stage.window)


@screen("connection-shared")
async def _shared(stage: Stage) -> None:
    from driftdesk.ui.connection import ConnectionDialog

    stage.window.show_tab("activity")
    dialog = ConnectionDialog(stage.window.workspace, stage.window.session, stage.window)
    dialog.form.where.button("shared").click()
    dialog.form.tls.setChecked(True)
    dialog.form.address.setText("db.example.org:27017")
    hint = "Check user and password; the database answered, so its address is right."
    dialog.form.outcome.show_error(AuthenticationError("The database refused the password of 'ada'.", hint))
    dialog.open()
    dialog.form.resized.emit()


@screen("connection-failed")
async def _refused(stage: Stage) -> None:
    hint = "Check user and password; the database answered, so its address is right."
    stage.window.session.error = AuthenticationError("The database refused the password of 'ada'.", hint)
    stage.window.session._become("failed")  # the state without a server


async def _shoot_all(stage: Stage, names: list[str], out: Path, suffix: str) -> None:
    for name in names:
        await SCREENS[name](stage)
        await stage.settle()
        dialogs = [d for d in stage.window.findChildren(_dialog_class()) if d.isVisible()]
        _grab(stage.window, dialogs).save(str(out / f"{name}-{suffix}.png"))
        for dialog in dialogs:
            dialog.close()
        stage.window.palette_box.dismiss()
        stage.window.centre.dismiss()
        for toast in stage.window.toasts.toasts():
            toast.closed.emit()


def _dialog_class() -> Any:
    from PySide6.QtWidgets import QDialog

    return QDialog


def _grab(window: MainWindow, dialogs: list[Any]) -> Any:
    """The window, with its dialogs painted where they stand."""
    from PySide6.QtGui import QPainter

    picture = window.grab()
    painter = QPainter(picture)
    for dialog in dialogs:
        at = window.rect().center() - dialog.rect().center()
        painter.drawPixmap(at, dialog.grab())
        painter.drawRect(at.x() - 1, at.y() - 1, dialog.width() + 1, dialog.height() + 1)
    painter.end()
    return picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=None)
    parser.add_argument("--theme", nargs="*", default=["light", "dark"])
    parser.add_argument("--language", nargs="*", default=["en", "ko"])
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--data-dir", type=Path)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    width, height = map(int, chosen.size.split("x"))
    names = chosen.only or list(SCREENS)
    app = make_app()
    loop = make_loop(app)
    with loop:
        folder = chosen.data_dir or Path(tempfile.mkdtemp())
        settings = load_settings(folder) if chosen.data_dir else Settings(data_dir=folder, user="ada")
        settings.theme, settings.language, settings.slots = chosen.theme[0], chosen.language[0], 0
        window = make_window(app, loop, settings)
        desk = FakeDesk(settings)
        if not chosen.data_dir:
            sample_jobs.fill(desk)
            window.session._open = lambda _: desk  # type: ignore[assignment,return-value]  # the fake desk
        window.resize(width, height)

        async def shoot() -> None:
            for theme in chosen.theme:
                settings.theme = theme
                window.restyle()
                for language in chosen.language:
                    window._language.use(language)
                    await _shoot_all(Stage(window, desk), names, chosen.out, f"{theme}-{language}")
            app.quit()

        window.ready.connect(lambda: window.workspace.tasks.start(shoot()))
        window.show()
        loop.run_forever()
        window.workspace.close()


if __name__ == "__main__":
    main()
