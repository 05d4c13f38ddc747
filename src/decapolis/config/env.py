"""Settings from the environment; a wrong one stops the start and is named."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

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


def number(name: str, default: int) -> int:
    """Return a whole number.

    Raises
    ------
    SettingError
        It is not a whole number.
    """
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()):
        raise SettingError(f"{name}={value!r}: write a whole number such as {default}.")
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
