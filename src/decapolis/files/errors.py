"""What can go wrong with a file."""

from decapolis.kernel.errors import DomainError


class FileRefused(DomainError):
    """It is not taken; ``why`` names the rule that it breaks, of `choices.Refusal`."""

    code = "files.refused"

    def __init__(self, message: str, *, why: str) -> None:
        super().__init__(message, field="file")
        self.why = why


class FileTooLarge(DomainError):
    """It is larger than the operator allows."""

    code = "files.too_large"


class TooManyFiles(DomainError):
    """They have handed in more files today than anybody should."""

    code = "files.too_many"


class ScannerSilent(Exception):
    """The virus scanner cannot be reached or gives no answer: the job tries again."""
