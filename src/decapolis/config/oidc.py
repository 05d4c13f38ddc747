"""Sign-in services of networks and cities (OpenID Connect), from the environment or a file."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from decapolis.config import env
from decapolis.config.env import SettingError

FILE = "oidc-providers.json"
NEEDED = ("id", "name", "server_url", "client_id", "secret")
KNOWN = {*NEEDED, "domains"}
ID = re.compile(r"[a-z0-9-]{1,40}")
LOCAL = {"localhost", "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Provider:
    """A service at which people of one city, or of the whole network, sign in.

    With ``domains`` it is believed for addresses of these alone, and offered first to whoever types
    one; without, it is offered to all, and believed for every address that it calls verified.
    """

    id: str
    name: str
    server_url: str
    client_id: str
    secret: str
    domains: tuple[str, ...] = ()


def providers(home: Path) -> tuple[Provider, ...]:
    """Return the services in ``OIDC_PROVIDERS``, else in ``oidc-providers.json`` at home.

    Raises
    ------
    SettingError
        One of them is not whole.
    """
    text = env.text("OIDC_PROVIDERS")
    path = home / FILE
    where = "OIDC_PROVIDERS" if text else str(path)
    if not text:
        if not path.exists():
            return ()
        text = path.read_text(encoding="utf-8")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise SettingError(
            f"{where}: this is no JSON ({error}). Write a list of objects."
        ) from error
    if not isinstance(found, list):
        raise SettingError(f"{where}: write a list of objects, one for each sign-in service.")
    made = tuple(_provider(one, f"{where}, entry {place}") for place, one in enumerate(found, 1))
    if len({one.id for one in made}) < len(made):
        raise SettingError(f"{where}: two sign-in services have the same id.")
    return made


def _provider(values: object, where: str) -> Provider:
    if not isinstance(values, dict):
        raise SettingError(f"{where}: write an object with {', '.join(NEEDED)}.")
    strange = sorted(set(values) - KNOWN)
    if strange:
        raise SettingError(
            f"{where}: {strange[0]!r} is not known. Known: {', '.join(sorted(KNOWN))}."
        )
    for name in NEEDED:
        if not isinstance(values.get(name), str) or not values[name].strip():
            raise SettingError(f"{where}: {name!r} is missing.")
    if not ID.fullmatch(values["id"]):
        raise SettingError(f"{where}: write 'id' with small letters, digits and hyphens.")
    _check_address(values["server_url"], where)
    return Provider(**{name: values[name] for name in NEEDED}, domains=_domains(values, where))


def _check_address(address: str, where: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise SettingError(f"{where}: 'server_url' must begin with https://.")


def _domains(values: Mapping[str, Any], where: str) -> tuple[str, ...]:
    domains = values.get("domains", [])
    if not isinstance(domains, list) or not all(isinstance(one, str) for one in domains):
        raise SettingError(f"{where}: write 'domains' as a list, such as [\"daytonohio.gov\"].")
    return tuple(domain.strip().lower().lstrip("@") for domain in domains)


def as_allauth(found: Sequence[Provider]) -> dict[str, Any]:
    """Return the services in the form that allauth's settings have."""
    return {
        "APPS": [
            {
                "provider_id": one.id,
                "name": one.name,
                "client_id": one.client_id,
                "secret": one.secret,
                "settings": {"server_url": one.server_url, "oauth_pkce_enabled": True},
            }
            for one in found
        ]
    }
