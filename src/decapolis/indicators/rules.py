"""Who may hand in tables of figures."""

from django.utils.translation import gettext as _

from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied


def may_upload(person: Reader | None) -> Verdict:
    """Network staff alone: figures are compared, so that all come by the same way."""
    is_here = bool(person and person.is_authenticated and getattr(person, "is_active", False))
    if person is None or not is_here or not person.is_staff:
        return denied(_("Only network staff hand in figures. Send them yours, with the source."))
    return ALLOWED
