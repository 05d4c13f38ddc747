"""Send something to an address that somebody else named, without reaching into our own network.

Only public addresses over TLS are called, unless this Decapolis serves one machine alone. The name
is looked up once and that very address is called, so that a name cannot change in between. No
redirect is followed, the answer's body is not read, and no call lasts longer than some seconds.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

CONNECT_S = 5.0  # for each step: to connect, to write, to read
ALTOGETHER_S = 10.0
LEAST_PORT = 1024  # beside 443: no mail server or the like is spoken to
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unsafe(Exception):
    """Nothing is sent to this address; the message says why."""


class NoAnswer(Exception):
    """The other side could not be reached, or did not answer as HTTP does."""


def is_public(address: Ip) -> bool:
    """Tell whether an address is of the open internet, also behind forms that hide another.

    Examples
    --------
    >>> is_public(ipaddress.ip_address("1.1.1.1"))
    True
    >>> is_public(ipaddress.ip_address("::ffff:10.0.0.1"))
    False
    >>> is_public(ipaddress.ip_address("169.254.169.254"))
    False
    """
    if isinstance(address, ipaddress.IPv6Address):
        hidden = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in NAT64:
            hidden.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and not is_public(one) for one in hidden):
            return False
        if address.is_site_local:
            return False
        if address.ipv4_mapped is not None or address in NAT64:
            return True
    return address.is_global and not (address.is_multicast or address.is_reserved)


def may_be_local() -> bool:
    """Tell whether addresses of this machine may be called: where only it is served."""
    return bool(settings.IS_LOCAL or settings.DEBUG)


def check_address(url: str) -> SplitResult:
    """Return the parts of an address to which something may be sent; its name is not looked up.

    Raises
    ------
    Unsafe
        It is no such address.
    """
    whole = _("Write a whole address, such as https://city.example/hook.")
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise Unsafe(whole)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unsafe(whole) from error
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise Unsafe(whole)
    if parts.username is not None or parts.password is not None:
        raise Unsafe(_("Leave user and password out of the address; messages are signed."))
    if not may_be_local():
        _check_is_outside(parts.scheme, parts.hostname, port)
    return parts


def _check_is_outside(scheme: str, host: str, port: int | None) -> None:
    """Refuse what can be seen not to lead out over TLS.

    Raises
    ------
    Unsafe
        As said.
    """
    if scheme != "https":
        raise Unsafe(_("Messages go over TLS alone: begin the address with https://."))
    if port is not None and port != http.client.HTTPS_PORT and port < LEAST_PORT:
        raise Unsafe(_("Use port 443, or one from 1024 on."))
    with contextlib.suppress(ValueError):
        if not is_public(ipaddress.ip_address(host)):
            raise Unsafe(_("This address is not of the open internet."))


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body, and return the status of the answer.

    Raises
    ------
    Unsafe
        The address may not be called.
    NoAnswer
        It could not be reached, or did not answer in time.
    """
    parts = check_address(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = str(parts.hostname)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    address = _looked_up(host, port)
    connection = http.client.HTTPConnection(host, parts.port, timeout=CONNECT_S)
    watch = threading.Timer(ALTOGETHER_S, _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.sock = socket.create_connection(address, timeout=CONNECT_S)
        if parts.scheme == "https":
            _speak_tls(connection, host)
        connection.request("POST", path, body=body, headers=dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_in_words(error)) from error
    finally:
        watch.cancel()
        connection.close()


def _looked_up(host: str, port: int) -> tuple[str, int]:
    """Return where a name leads; every address that it has must be one that may be called.

    Raises
    ------
    Unsafe
        One of them is not of the open internet.
    NoAnswer
        Nobody knows the name.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(_("Nobody knows the name {host}.").format(host=host[:80])) from error
    known = [str(place[0]) for *_rest, place in found]
    if not may_be_local() and not all(
        is_public(ipaddress.ip_address(one.partition("%")[0])) for one in known
    ):
        raise Unsafe(_("This name leads to an address that is not of the open internet."))
    return known[0], port


def _speak_tls(connection: http.client.HTTPConnection, host: str) -> None:
    """Go on in TLS; the socket is in its place before, so that a slow greeting can be cut."""
    context = ssl.create_default_context()
    spoken = context.wrap_socket(
        connection.sock, server_hostname=host, do_handshake_on_connect=False
    )
    connection.sock = spoken
    spoken.do_handshake()


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a call that lasts too long: who answers a letter at a time must not hold a worker."""
    if connection.sock is not None:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _in_words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("Its certificate is not valid.")
    if isinstance(error, TimeoutError):
        return _("It did not answer in time.")
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody listens there.")
    return _("It broke off, or did not answer as HTTP does.")
