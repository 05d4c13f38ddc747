"""How letters leave the house."""

import re
import smtplib
from collections.abc import Mapping

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

from decapolis.kernel.mail.letters import Letter, written

REFUSED_FOR_EVER = range(500, 600)
MAILBOX_IS_FULL = 552
OUR_FAULT = re.compile(rb"5\.7\.\d+")  # policy: relaying, reputation; not a fault of the address


class Refused(Exception):
    """The mail server says that nobody receives mail at this address."""

    def __init__(self, address: str, said: str) -> None:
        super().__init__(f"{address}: {said}")
        self.address = address
        self.said = said


class PrintingBackend(EmailBackend):
    """Prints mail, as a person reads it, where no mail server is set."""

    def write_message(self, message: EmailMessage) -> None:
        """Print one letter."""
        rule = "-" * 79
        head = f"To: {', '.join(message.to)}\nSubject: {message.subject}"
        self.stream.write(f"{rule}\n{head}\n\n{message.body}{rule}\n")


def send(letter: Letter) -> None:
    """Send a letter now. In an action, hand over a job that does it.

    Raises
    ------
    Refused
        The server knows no such address. Trying again does not help.
    SMTPRecipientsRefused
        It cannot be sent now; other errors of `smtplib` and the network say so too.
    """
    try:
        written(letter).send()
    except smtplib.SMTPRecipientsRefused as error:
        said = _final_word(error.recipients)
        if said is None:
            raise
        raise Refused(letter.to, said) from error


def _final_word(recipients: Mapping[str, tuple[int, bytes]]) -> str | None:
    """Return what the server said of the address, where that will not change."""
    for code, said in recipients.values():
        if code in REFUSED_FOR_EVER and code != MAILBOX_IS_FULL and not OUR_FAULT.match(said):
            return f"{code} {said.decode('utf-8', 'replace')}"[:500]
    return None
