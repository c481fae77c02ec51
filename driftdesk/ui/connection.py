"""Where the data is: the form for the database, as a dialog, and as a screen when no database could be opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.errors import DriftDeskError
from driftdesk.core.settings import Settings, save_settings
from driftdesk.ui.server_address import ServerAddress
from driftdesk.ui.session import Session
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import Segmented, button, icon_button, label, line
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from pydantic import SecretStr

FIELD_WIDTH = 320


class Outcome(QFrame):
    """One result, good or bad, with what to do next. ``show_error(exc)``, ``show_success(text)``, ``show_wait(text)``."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("area", "card")
        self._picture = label()
        self.text = label("", "heading", wrap=True)
        self.hint = label("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.text)
        words.addWidget(self.hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(S + 4, S + 2, S + 4, S + 2)
        row.setSpacing(S + 2)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def show_error(self, exc: DriftDeskError) -> None:
        self._show("error", "critical", exc.message, exc.hint)

    def show_success(self, text: str, hint: str = "") -> None:
        self._show("success", "none", text, hint)

    def show_wait(self, text: str) -> None:
        self._show("clock", "muted", text, "")

    def _show(self, glyph: str, colour: str, text: str, hint: str) -> None:
        self._picture.setPixmap(icon(glyph, colour).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        self.text.setText(text)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(f"{text} {hint}")
        self.show()


class ConnectionForm(QWidget):
    """Embedded or shared; test, connect. ``connected`` when the window works on what was asked for."""

    connected = Signal()
    resized = Signal()
    """Fields came or went."""

    def __init__(self, workspace: Workspace, session: Session) -> None:
        super().__init__()
        self._workspace = workspace
        self._session = session
        self.where = Segmented([("embedded", ""), ("shared", "")])
        self.where.chosen.connect(lambda _: self._on_where_chosen())
        self._about = label("", "muted", wrap=True)
        self.address, self.database, self.user, self.password = (QLineEdit() for _ in range(4))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.tls, self.ca_file = QCheckBox(), QLineEdit()
        self._browse = icon_button("folder", "")
        self._browse.clicked.connect(self._on_browse)
        self.tls.toggled.connect(self._on_tls_toggled)
        self.address.editingFinished.connect(self._on_address_edited)
        self._captions = {
            name: label() for name in ("address", "database", "user", "password", "tls", "ca_file")
        }
        self._fields = QWidget()
        self.outcome = Outcome()
        self.test_button, self.connect_button = button(""), button("", "primary")
        self.test_button.clicked.connect(lambda: workspace.tasks.start(self._test(), owner=self))
        self.connect_button.clicked.connect(lambda: workspace.tasks.start(self._connect(), owner=self))
        self._lay_out()
        self._fill(workspace.settings)
        self.retranslate()

    def asked(self) -> Settings:
        """The settings that the form stands for, with the password in the address. Raises ParameterError."""
        uri: SecretStr | None = None
        server = ""
        if self.where.key() == "shared":
            address = self._address()
            uri = address.uri(with_password=True)
            server = address.uri(with_password=False).get_secret_value()
        database = self.database.text().strip() or "driftdesk"
        return self._workspace.settings.model_copy(
            update={"mongodb_uri": uri, "server": server, "database": database}
        )

    def retranslate(self) -> None:
        self.where.set_options(
            [("embedded", self.tr("On this computer")), ("shared", self.tr("Shared MongoDB"))]
        )
        self.where.setAccessibleName(self.tr("Where the data is"))
        for name, text in {
            "address": self.tr("Address"),
            "database": self.tr("Database"),
            "user": self.tr("User"),
            "password": self.tr("Password"),
            "tls": self.tr("Encryption"),
            "ca_file": self.tr("Authority file"),
        }.items():
            self._captions[name].setText(text)
            getattr(self, name).setAccessibleName(text)
        self.address.setPlaceholderText("db.example.org:27017")
        self.password.setPlaceholderText(self.tr("kept in the system's keyring"))
        self.ca_file.setPlaceholderText(self.tr("the system's authorities"))
        self.tls.setText(self.tr("Use TLS"))
        self._browse.setToolTip(self.tr("Choose a file"))
        self._browse.setAccessibleName(self.tr("Choose a file"))
        self.test_button.setText(self.tr("Test"))
        self.connect_button.setText(self.tr("Connect"))
        self._on_where_chosen()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _address(self) -> ServerAddress:
        typed = ServerAddress.parse(self.address.text())
        return ServerAddress(
            hosts=typed.hosts,
            user=self.user.text().strip() or typed.user,
            password=self.password.text() or typed.password,
            tls=self.tls.isChecked(),
            ca_file=self.ca_file.text().strip(),
            scheme=typed.scheme,
            options=typed.options,
        )

    def _fill(self, settings: Settings) -> None:
        uri = settings.mongodb_uri.get_secret_value() if settings.mongodb_uri is not None else settings.server
        self.where.set_key("shared" if uri else "embedded")
        self._show_address(ServerAddress.parse(uri))
        self.database.setText(settings.database)

    def _show_address(self, address: ServerAddress) -> None:
        plain = ServerAddress(hosts=address.hosts, scheme=address.scheme, options=address.options)
        whole = plain.uri(with_password=False).get_secret_value() if address.hosts else ""
        is_plain = address.scheme == "mongodb" and not address.options
        self.address.setText(address.hosts if is_plain else whole)
        self.user.setText(address.user or self.user.text())
        self.password.setText(address.password or self.password.text())
        self.tls.setChecked(address.tls or self.tls.isChecked())
        self.ca_file.setText(address.ca_file or self.ca_file.text())
        self._on_tls_toggled()

    def _on_address_edited(self) -> None:
        """A whole address was pasted: put its parts where they belong, the password out of sight."""
        if "://" in self.address.text():
            self._show_address(ServerAddress.parse(self.address.text()))

    def _on_where_chosen(self) -> None:
        shared = self.where.key() == "shared"
        self._fields.setVisible(shared)
        folder = self._workspace.settings.data_dir
        self._about.setText(
            self.tr(
                "A MongoDB replica set that your team shares. Its server must allow transactions; one member is enough."
            )
            if shared
            else self.tr("DriftDesk runs its own MongoDB, only for you, in {folder}.").format(folder=folder)
        )
        self.outcome.hide()
        self.resized.emit()

    def _on_tls_toggled(self) -> None:
        for widget in (self.ca_file, self._browse, self._captions["ca_file"]):
            widget.setVisible(self.tls.isChecked())
        self.resized.emit()

    def _on_browse(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Authority file"), "", "*.pem *.crt")
        if chosen:
            self.ca_file.setText(chosen)

    async def _test(self) -> None:
        self._set_busy(self.tr("Asking the database…"))
        try:
            where = await self._session.test(self.asked())
        except DriftDeskError as exc:
            self.outcome.show_error(exc)
        else:
            self.outcome.show_success(self.tr("The database answers."), where)
        finally:
            self._set_busy("")
            self.resized.emit()

    async def _connect(self) -> None:
        self._set_busy(self.tr("Connecting…"))
        try:
            asked = self.asked()
            await self._session.switch_to(asked)
        except DriftDeskError as exc:
            self.outcome.show_error(exc)
        else:
            password = self.password.text()  # from here on this form may be gone
            self._workspace.tasks.start(keep_server(self._workspace, asked, password))
            self.connected.emit()
        finally:
            self._set_busy("")

    def _set_busy(self, text: str) -> None:
        for pressed in (self.test_button, self.connect_button):
            pressed.setEnabled(not text)
        if text:
            self.outcome.show_wait(text)

    def _lay_out(self) -> None:
        grid = QFormLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * S)
        grid.setVerticalSpacing(S)
        grid.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        authority = QWidget()
        row = QHBoxLayout(authority)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.ca_file, 1)
        row.addWidget(self._browse)
        for name in ("address", "user", "password", "database", "tls"):
            field: QWidget = getattr(self, name)
            field.setMinimumWidth(FIELD_WIDTH)
            self._captions[name].setBuddy(field)
            grid.addRow(self._captions[name], field)
        grid.addRow(self._captions["ca_file"], authority)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addStretch(1)
        buttons.addWidget(self.test_button)
        buttons.addWidget(self.connect_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S + 4)
        column.addWidget(self.where, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._about)
        column.addWidget(self._fields)
        column.addWidget(self.outcome)
        column.addStretch(1)
        column.addLayout(buttons)


async def keep_server(workspace: Workspace, asked: Settings, password: str) -> None:
    """Remember the address for the next start, and the password in the system's keyring."""
    settings = workspace.settings
    settings.mongodb_uri, settings.server, settings.database = asked.mongodb_uri, asked.server, asked.database
    save_settings(settings, "server", "database")
    if asked.mongodb_uri is None or not password:
        return
    from pydantic import SecretStr

    from driftdesk.core.storage.passwords import keep_password

    try:
        await workspace.tasks.call(keep_password, SecretStr(asked.server), SecretStr(password))
    except DriftDeskError as exc:
        text = QCoreApplication.translate("ConnectionForm", "The password is not kept: {why}")
        workspace.notifications.warning(text.format(why=exc.message), hint=exc.hint)


class ConnectionDialog(QDialog):
    """The form over the window; closes when connected."""

    def __init__(self, workspace: Workspace, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(560)
        self.form = ConnectionForm(workspace, session)
        self.form.connected.connect(self.accept)
        self.form.resized.connect(lambda: QTimer.singleShot(0, self, self.adjustSize))
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, 3 * S, 3 * S, 2 * S)
        column.addWidget(self.form)
        self.form.connect_button.setDefault(True)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Database connection"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


class ConnectionScreen(QWidget):
    """What the window shows when no database could be opened: why, and three ways on."""

    def __init__(self, workspace: Workspace, session: Session) -> None:
        super().__init__()
        self._workspace = workspace
        self._session = session
        self._title = label("", "title")
        self._why = Outcome()
        self._again = button("", "", "refresh")
        self._embedded = button("", "", "database")
        self._again.clicked.connect(lambda: workspace.tasks.start(session.connect_to(workspace.settings)))
        self._embedded.clicked.connect(self._on_embedded)
        self.form = ConnectionForm(workspace, session)
        self._lay_out()
        self.retranslate()

    @property
    def embedded_button(self) -> QPushButton:
        return self._embedded

    @property
    def why(self) -> Outcome:
        return self._why

    def retranslate(self) -> None:
        self._title.setText(self.tr("The database cannot be opened"))
        self._again.setText(self.tr("Try again"))
        self._embedded.setText(self.tr("Use the embedded database"))
        self._embedded.setVisible(self._workspace.settings.mongodb_uri is not None)
        if self._session.error is not None:
            self._why.show_error(self._session.error)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _on_embedded(self) -> None:
        settings = self._workspace.settings
        settings.mongodb_uri, settings.server = None, ""
        save_settings(settings, "server", "database")
        self._workspace.tasks.start(self._session.connect_to(settings))

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(S)
        ways.addWidget(self._again)
        ways.addWidget(self._embedded)
        ways.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(2 * S)
        inner.addStretch(1)
        for part in (self._title, self._why):
            inner.addWidget(part)
        inner.addLayout(ways)
        inner.addSpacing(S)
        inner.addWidget(line())
        inner.addSpacing(S)
        inner.addWidget(self.form)
        inner.addStretch(2)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(inner, 2)
        row.addStretch(1)
