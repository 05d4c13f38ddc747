"""One shape for all that can go wrong: a code for programs, a sentence for people, a field."""

from typing import ClassVar


class DomainError(Exception):
    """Something asked for cannot be done; nothing was changed.

    ``code`` is for programs, ``message`` for people, ``field`` names the place in a form or record.
    """

    code: ClassVar[str] = "decapolis.error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(DomainError):
    """There is no such thing, or it may not be seen; the two are not told apart."""

    code = "decapolis.not_found"
