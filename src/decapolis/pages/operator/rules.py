"""Who may see and do what runs the machine."""

from django.utils.translation import gettext as _

from decapolis.kernel.permissions import ALLOWED, Verdict, denied
from decapolis.people.models import Person


def may_operate(by: Person) -> Verdict:
    """Operators run the machine; network staff run the network."""
    return ALLOWED if by.is_operator else denied(_("Only operators can do this."))
