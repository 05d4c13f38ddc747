"""What can go wrong with notices."""

from decapolis.kernel.errors import DomainError, NotFound


class UnknownLink(NotFound):
    """A link out of a mail that was cut, or that is not ours."""

    code = "notices.unknown_link"


class NoPath(DomainError):
    """A notice leads somewhere within the platform, never elsewhere."""

    code = "notices.no_path"
