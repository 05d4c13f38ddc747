"""What the pages of tokens and webhooks show and take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from decapolis.access.bridge import DeliveryLine
from decapolis.access.choices import ABOUT, DAYS, FOR_STAFF, OF_STAFF, USUAL_DAYS, Event, Scope
from decapolis.access.queries import TokenLine, WebhookLine
from decapolis.organisations.models import Body
from decapolis.organisations.queries import body_ref
from decapolis.people.models import Person

LONGEST_NAME, LONGEST_URL = 80, 500
NETWORK = "network"


def _day_choices() -> list[tuple[int, str]]:
    return [(days, ngettext("{n} day", "{n} days", days).format(n=days)) for days in DAYS]


class TokenForm(forms.Form):
    """A token: for which program, what it may do, for how long."""

    name = forms.CharField(
        label=gettext_lazy("Which program will use it"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("So that you know later which one to revoke: Weekly report."),
        error_messages={"required": gettext_lazy("Name the program that will use it.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Never more than you may do yourself. Choose as little as it needs."
        ),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long"), coerce=int, choices=_day_choices, initial=USUAL_DAYS
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        offered = [scope for scope in Scope if scope not in OF_STAFF or person.is_staff]
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.value, scope.label) for scope in offered
        ]
        self.fields["scopes"].initial = [Scope.READ.value]


class WebhookForm(forms.Form):
    """A webhook: where messages go, of whom and of what."""

    url = forms.CharField(
        label=gettext_lazy("Address that is told"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy("It is called by POST, and should answer 200 at once."),
        error_messages={"required": gettext_lazy("Write the address that is told.")},
    )
    of = forms.ChoiceField(label=gettext_lazy("Of whom"))
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, *args: Any, person: Person, bodies: Sequence[Body], **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.bodies = {
            f"{ref.kind}-{ref.key}": (ref, one) for one in bodies for ref in [body_ref(one)]
        }
        of_network = [(NETWORK, _("The whole network"))] if person.is_staff else []
        self.fields["of"].choices = of_network + [  # type: ignore[attr-defined]
            (key, ref.label) for key, (ref, _one) in self.bodies.items()
        ]
        offered = [event for event in Event if person.is_staff or event not in FOR_STAFF]
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (event.value, event.label) for event in offered
        ]

    def body(self) -> Body | None:
        """Return the body that was chosen; None: the whole network."""
        chosen = self.cleaned_data["of"]
        return None if chosen == NETWORK else self.bodies[chosen][1]


@dataclass(frozen=True, slots=True)
class TokensPage:
    """One's tokens, and how to make one."""

    template: ClassVar[str] = "account/tokens.html"
    form: forms.Form
    tokens: tuple[TokenLine, ...]
    secret: str = ""  # of the one that was just made; shown this once
    made: str = ""  # its name

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """What each scope that is offered lets a program do."""
        offered = [value for value, _label in self.form.fields["scopes"].choices]  # type: ignore[attr-defined]
        return [(str(scope.label), str(ABOUT[scope])) for scope in Scope if scope in offered]


@dataclass(frozen=True, slots=True)
class WebhooksPage:
    """One's webhooks, and how to register one."""

    template: ClassVar[str] = "account/webhooks.html"
    form: forms.Form | None  # None: they speak for nobody
    webhooks: tuple[WebhookLine, ...]
    secret: str = ""
    made: str = ""  # the address


@dataclass(frozen=True, slots=True)
class WebhookPage:
    """One webhook, and what became of its messages."""

    template: ClassVar[str] = "account/webhook.html"
    webhook: WebhookLine
    deliveries: tuple[DeliveryLine, ...]
    secret: str = ""
