"""Who may hand files in, and take them away."""

from django.utils.translation import gettext as _

from decapolis.files.models import File
from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied, is_member


def may_upload(person: Reader | None) -> Verdict:
    """Members and network staff hand files in."""
    if person is None or not person.is_authenticated:
        return denied(_("Sign in to hand in a file."))
    if not (person.is_staff or is_member(person)):
        return denied(_("Only members hand in files. Network staff are still to let you in."))
    return ALLOWED


def may_show_face(person: Reader | None) -> Verdict:
    """Everyone with an account has a photo of themselves, if they like."""
    if person is None or not person.is_authenticated:
        return denied(_("Sign in to add your photo."))
    return ALLOWED


def may_hold(person: Reader | None, file: File) -> Verdict:
    """Who handed a file in puts it where it belongs, once."""
    if person is None or file.by_id is None or file.by_id != getattr(person, "pk", None):
        return denied(_("This file is not yours."))
    if file.is_held:
        return denied(_("This file belongs to something else already. Choose it again."))
    return ALLOWED
