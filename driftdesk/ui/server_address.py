"""The address of a shared MongoDB, taken apart for a form and put together again."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from pydantic import SecretStr

from driftdesk.core.errors import ParameterError

SCHEMES = ("mongodb", "mongodb+srv")


@dataclass(frozen=True)
class ServerAddress:
    """``hosts`` such as ``db.example.org:27017`` or several with commas; ``options`` are what else the address said."""

    hosts: str = ""
    user: str = ""
    password: str = ""
    tls: bool = False
    ca_file: str = ""
    scheme: str = "mongodb"
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "ServerAddress":
        """From ``host:port`` or a whole ``mongodb://`` address, with or without user and password."""
        text = text.strip()
        if "://" not in text:
            return cls(hosts=text.strip("/"))
        parts = urlsplit(text)
        credentials, _, hosts = parts.netloc.rpartition("@")
        user, _, password = credentials.partition(":")
        options = dict(parse_qsl(parts.query))
        tls = options.pop("tls", options.pop("ssl", "true" if parts.scheme == "mongodb+srv" else "false"))
        ca_file = options.pop("tlsCAFile", "")
        rest = tuple(options.items())
        return cls(
            hosts, unquote(user), unquote(password), tls.lower() == "true", ca_file, parts.scheme, rest
        )

    def uri(self, *, with_password: bool) -> SecretStr:
        """The whole address. Raises ParameterError where no server is named."""
        if not self.hosts or self.scheme not in SCHEMES:
            raise ParameterError("No server is named.", "Give an address such as db.example.org:27017.")
        credentials = ""
        if self.user:
            secret = f":{quote(self.password, safe='')}" if with_password and self.password else ""
            credentials = f"{quote(self.user, safe='')}{secret}@"
        options = dict(self.options)
        if self.tls:
            options["tls"] = "true"
        if self.tls and self.ca_file:
            options["tlsCAFile"] = self.ca_file
        query = f"?{urlencode(options)}" if options else ""
        return SecretStr(f"{self.scheme}://{credentials}{self.hosts}/{query}")
