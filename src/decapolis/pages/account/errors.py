"""What can go wrong while somebody shows who they are."""

from decapolis.kernel.errors import DomainError


class TooOften(DomainError):
    """A rate limit was met."""

    code = "account.too_often"


class MailFailed(DomainError):
    """The mail could not be sent."""

    code = "account.mail_failed"


class WrongCode(DomainError):
    """What was typed is not the code."""

    code = "account.wrong_code"


class CodeSpent(DomainError):
    """The code is too old, was tried too often, or was never sent."""

    code = "account.code_spent"
