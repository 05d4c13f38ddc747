"""Settings from the environment; a wrong one stops the start and is named."""

import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
RELAYS = {"valkey", "valkeys", "redis", "rediss"}
DATABASE = re.compile(r"(/\d{0,3})?$")  # the number of one, in an address of a relay
CHECKOUT = Path(__file__).resolve().parents[3]


class SettingError(Exception):
    """A setting in the environment cannot be used."""


def text(name: str, default: str = "") -> str:
    """Return a setting as it stands, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes-or-no setting.

    Raises
    ------
    SettingError
        Something else than ``true`` or ``false`` is written.
    """
    value = text(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise SettingError(f"{name}={value!r}: write 'true' or 'false'.")
    return value == "true"


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number, of five digits at most.

    Raises
    ------
    SettingError
        It is not a whole number, or too small.
    """
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal() and len(value) < 6):  # noqa: PLR2004 -- as said
        raise SettingError(f"{name}={value!r}: write a whole number such as {default}.")
    if int(value) < least:
        raise SettingError(f"{name}={value!r}: write {least} or more, such as {default}.")
    return int(value)


def one_of(name: str, choices: Sequence[str], default: str) -> str:
    """Return a setting that must be one of a few words, in capitals.

    Raises
    ------
    SettingError
        It is another word.
    """
    value = text(name, default).upper()
    if value not in choices:
        raise SettingError(f"{name}={value!r}: write one of {', '.join(choices)}.")
    return value


def is_local(hosts: Sequence[str]) -> bool:
    """Tell whether only this machine is served: then there is no TLS, and cookies do without."""
    return all(host in {"127.0.0.1", "localhost", "[::1]", "testserver"} for host in hosts)


def origins(hosts: Sequence[str]) -> list[str]:
    """Return the origins of our own forms; ``.example.org`` stands for all hosts below it."""
    return [f"https://*{host}" if host[:1] == "." else f"https://{host}" for host in hosts]


def home() -> Path:
    """Return the folder of database and files, made when it is missing.

    ``DECAPOLIS_HOME``, else ``.decapolis`` in the checkout, else in the user's home.

    Raises
    ------
    SettingError
        The folder cannot be made.
    """
    in_checkout = (CHECKOUT / "pyproject.toml").exists()
    default = (CHECKOUT if in_checkout else Path.home()) / ".decapolis"
    folder = Path(text("DECAPOLIS_HOME", str(default))).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"DECAPOLIS_HOME={str(folder)!r}: the folder cannot be made ({error.strerror}). "
            "Name a folder that you may write to."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingError(
            f"DECAPOLIS_HOME={str(folder)!r}: the folder may not be written to. Name another."
        )
    return folder


def secret_key(folder: Path) -> str:
    """Return the signing key: from ``DECAPOLIS_SECRET_KEY``, else made once and kept at home."""
    given = text("DECAPOLIS_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    if not path.exists():
        draft = path.with_name(f"secret-key-{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):  # where two processes start at once, the first one's stays
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii")


def database(folder: Path) -> dict[str, object]:
    """Return Django's database settings: ``DATABASE_URL`` (PostgreSQL), else SQLite at home.

    Raises
    ------
    SettingError
        The address is not of the form ``postgresql://user:password@host:port/name``.
    """
    address = text("DATABASE_URL")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "decapolis.sqlite3",
            "CONN_MAX_AGE": 0,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                    "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864;"
                ),
            },
        }
    refused = SettingError(
        "DATABASE_URL: write postgresql://user:password@host:5432/name, or leave it out for SQLite."
    )
    try:
        parts = urlsplit(address)
        port = parts.port or ""
    except ValueError as error:
        raise refused from error
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise refused
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": port,
        "OPTIONS": query,
    }


def site(name: str, default: str) -> str:
    """Return the address at which people reach this platform, without a slash at its end.

    Raises
    ------
    SettingError
        It is not of the form ``https://cities.example``.
    """
    address = text(name, default).rstrip("/")
    parts = _parts(address)
    is_plain = parts is not None and not (parts.query or parts.fragment or parts.username)
    if parts is None or not is_plain or parts.scheme not in {"http", "https"} or parts.path:
        raise SettingError(f"{name}={address!r}: write an address such as https://cities.example.")
    return address


def mail(name: str) -> dict[str, object]:
    """Return Django's mail settings; without an address, mail is printed.

    ``smtp://`` sends in the clear (within a machine), ``smtp+tls://`` begins in the clear and
    turns to TLS, ``smtps://`` is TLS from the first byte.

    Raises
    ------
    SettingError
        The address is not of the form ``smtps://user:password@host:port``.
    """
    address = text(name)
    if not address:
        return {"EMAIL_BACKEND": "decapolis.kernel.mail.PrintingBackend"}
    parts = _parts(address)
    if parts is None or parts.scheme not in MAIL_PORTS or parts.path.strip("/") or parts.query:
        raise SettingError(
            f"{name}: write smtp://, smtp+tls:// or smtps://, then user:password@host:port, such "
            "as smtps://decapolis:secret@mail.example:465, with %40 for an @ in user or password. "
            "Leave it out to print mail to the console."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def scanner(name: str) -> str:
    """Return the address of the virus scanner's daemon; empty: there is none.

    Raises
    ------
    SettingError
        It is neither ``tcp://host:3310`` nor ``unix:///run/clamav/clamd.ctl``.
    """
    address = text(name)
    parts = _parts(address)
    is_tcp = parts is not None and parts.scheme == "tcp" and not parts.path.strip("/")
    is_local = address.startswith("unix:///") and len(address) > len("unix:///")
    if address and not (is_tcp or is_local):
        raise SettingError(
            f"{name}={address!r}: write tcp://host:3310 or unix:///run/clamav/clamd.ctl, or leave "
            "it out where there is no virus scanner."
        )
    return address


def relay(name: str) -> str:
    """Return the address of the server over which several processes stay in step; empty: none.

    Raises
    ------
    SettingError
        It is not of the form ``valkey://host:6379``, or the package that speaks to it is missing.
    """
    address = text(name)
    parts = _parts(address)
    if address and (parts is None or parts.scheme not in RELAYS or not DATABASE.match(parts.path)):
        raise SettingError(
            f"{name}: write valkey://user:password@host:6379 or redis://, or valkeys:// or "
            "rediss:// for TLS. Leave it out where one process serves all."
        )
    if address and find_spec("redis") is None:
        raise SettingError(f"{name}: install the extra decapolis[valkey], which speaks to it.")
    return address


def sender(name: str, default: str) -> str:
    """Return who mail comes from: an address, perhaps with a name before it.

    Raises
    ------
    SettingError
        It holds no address.
    """
    value = text(name, default)
    _name, address = parseaddr(value)
    user, _at, host = address.rpartition("@")
    if not (user and host) or any(mark in value for mark in "\r\n"):
        raise SettingError(
            f"{name}={value!r}: write an address such as Cities <hello@cities.example>."
        )
    return value


def _parts(address: str) -> SplitResult | None:
    """Return the parts of an address that names a host, or nothing where it names none."""
    try:
        parts = urlsplit(address)
        names_a_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if names_a_host else None
