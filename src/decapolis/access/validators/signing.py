"""How messages are signed: Standard Webhooks, https://www.standardwebhooks.com."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"


def key_of(secret: str) -> bytes:
    """Return the key of a secret as its owner holds it.

    Examples
    --------
    >>> key_of("whsec_YWJj")
    b'abc'
    """
    return base64.b64decode(secret.removeprefix(PREFIX))


def signature(secret: str, *, message: str, at: int, body: bytes) -> str:
    """Return the signature of one message.

    Parameters
    ----------
    message
        Its id, the same at every try.
    at
        Seconds since 1970, so that an old message cannot be sent again by somebody else.

    Examples
    --------
    >>> secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    >>> body = b'{"test": 2432232314}'
    >>> signature(secret, message="msg_p5jXN8AQM9LWM0D4loKWxJek", at=1614265330, body=body)
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = f"{message}.{at}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def signatures(secrets: Iterable[str], *, message: str, at: int, body: bytes) -> str:
    """Return the header: a signature for each secret that still counts."""
    return " ".join(signature(one, message=message, at=at, body=body) for one in secrets)
