"""What network staff write at their desk."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from decapolis.people.rules import Roles
from decapolis.people.validators import LONGEST_NAME


class DomainForm(forms.Form):
    """An e-mail domain, and whose it is."""

    domain = forms.CharField(
        label=_("E-mail domain"),
        max_length=260,
        help_text=_("What stands after the @ in addresses of its people: daytonohio.gov."),
        error_messages={"required": _("Write the domain, such as daytonohio.gov.")},
    )
    city = forms.CharField(label=_("City"), max_length=LONGEST_NAME, required=False)
    organisation = forms.CharField(
        label=_("Or organisation"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )


ROLES = ("member", "reviewer", "staff", "operator")


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One role that is given or taken."""

    role: str
    gives: bool

    @classmethod
    def read(cls, text: str) -> "RoleChange | None":
        """Return the change that ``staff-1`` or ``staff-0`` stands for; None for what is none."""
        role, _dash, value = text.partition("-")
        return cls(role, value == "1") if role in ROLES and value in {"0", "1"} else None

    @property
    def roles(self) -> Roles:
        """The same for `people.actions.set_roles`."""
        return Roles(**{self.role: self.gives})
