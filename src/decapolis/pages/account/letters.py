"""Letters about an account: a code, a change, the last word."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from decapolis.kernel.mail import Letter, Link


def code_letter(address: str, code: str, *, minutes: int, purpose: str) -> Letter:
    """Return the letter with a code to type; ``purpose`` is what it is for."""
    words = {
        "sign-in": _("With this code you sign in to Decapolis, or join it:"),
        "proof": _("With this code you show that your account is yours:"),
        "address": _("With this code you add this address to your account:"),
    }
    return Letter(
        to=address,
        subject=_("Your code: {code}").format(code=code),
        title=_("Your code"),
        lead=words[purpose],
        code=code,
        foot=_(
            "It is good for {minutes} minutes, in the browser in which you asked for it. Nobody of "
            "the network will ever ask you for it. If you did not ask for it, do nothing: without "
            "this code nobody comes in."
        ).format(minutes=minutes),
    )


def changed_letter(address: str, words: str | Promise) -> Letter:
    """Return the letter that tells the owner of an account what was changed about it."""
    return Letter(
        to=address,
        subject=_("Your account was changed"),
        title=str(words),
        lead=_(
            "If this was you, all is well. If not, sign in, see where you are signed in, and sign "
            "out everywhere else. Then tell the network's staff."
        ),
        action=Link(_("Security of my account"), reverse("account_security")),
    )


def last_letter(address: str) -> Letter:
    """Return the last letter, to who has left."""
    return Letter(
        to=address,
        subject=_("You have left the network"),
        title=_("You have left the network"),
        lead=_(
            "Your account was erased, as you asked. Your name, your addresses and your profile are "
            "gone; what you gave to the library stays as a former member's."
        ),
        foot=_(
            "This is the last mail. If it was not you, tell the network's staff. What is gone "
            "cannot be brought back, but you can join again."
        ),
    )
