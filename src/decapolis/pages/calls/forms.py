"""What the pages of requests take."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decapolis.kernel.permissions import Visibility
from decapolis.library.actions import Consent, Question, Share
from decapolis.library.actions.calls import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    LONGEST_TIMES,
    LONGEST_WORD,
)
from decapolis.library.actions.contacts import LONGEST_NOTE
from decapolis.library.choices import Wanted
from decapolis.library.models import CallRequest, Contact
from decapolis.library.models.contacts import MOST_A_MONTH, USUAL_A_MONTH
from decapolis.library.queries.callable import Candidate
from decapolis.library.queries.calls import Sharing


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """What someone would like to know."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        widget=_area(6),
        help_text=_("What you plan, and what you would like to know. A few lines are enough."),
        error_messages={"required": _("Write what you would like to know.")},
    )
    wants = forms.ChoiceField(label=_("What you would like"), choices=Wanted.choices)
    times = forms.CharField(
        label=_("When you could talk"),
        max_length=LONGEST_TIMES,
        required=False,
        help_text=_("With your time zone: Tuesday or Thursday from 9 to 11, Lima time."),
    )

    @classmethod
    def of(cls, draft: CallRequest | None) -> "AskForm":
        """Return the form, with what was written before."""
        if draft is None:
            return cls()
        names = ("question", "wants", "times")
        return cls(initial={name: getattr(draft, name) for name in names})

    def asked(self) -> Question:
        """Return what `ask_to_talk` takes."""
        held = self.cleaned_data
        return Question(held["question"], Wanted(held["wants"]), held["times"])


class ConsentForm(forms.Form):
    """On what terms someone can be called."""

    most_a_month = forms.IntegerField(
        label=_("Requests a month, at most"),
        min_value=0,
        max_value=MOST_A_MONTH,
        initial=USUAL_A_MONTH,
        help_text=_("From 0 (not now) to 20. Nobody can ask you more often about this practice."),
        error_messages={
            "required": _("Write a number from 0 to 20."),
            "invalid": _("Write a number from 0 to 20."),
        },
    )
    note = forms.CharField(
        label=_("What to ask you about"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=_("Such as: ask me about procurement."),
    )
    paused_until = forms.DateField(
        label=_("Away until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Nobody asks you before that day."),
        error_messages={"invalid": _("Write the date as 2027-03-01.")},
    )

    @classmethod
    def of(cls, contact: Contact | None) -> "ConsentForm":
        """Return the form with the terms that stand."""
        if contact is None:
            return cls()
        names = ("most_a_month", "note", "paused_until")
        return cls(initial={name: getattr(contact, name) for name in names})

    def terms(self) -> Consent:
        """Return what `agree_to_be_called` takes."""
        return Consent(**self.cleaned_data)


class AcceptForm(forms.Form):
    """When and how she can talk."""

    word = forms.CharField(
        label=_("When and how"),
        max_length=LONGEST_WORD,
        required=False,
        widget=_area(3),
        help_text=_("Such as: Tuesday at ten; I call you, write me your number."),
    )


class AnswerForm(forms.Form):
    """An answer in writing."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_ANSWER,
        widget=_area(6),
        help_text=_("At once, or after the talk. It stays as you send it."),
        error_messages={"required": _("Write an answer; a line is enough.")},
    )


class DeclineForm(forms.Form):
    """Why not, in a friendly word."""

    word = forms.CharField(
        label=_("A friendly word"),
        max_length=LONGEST_WORD,
        required=False,
        widget=_area(2),
        help_text=_("They read it."),
    )


class PassForm(forms.Form):
    """To whom it goes on."""

    to = forms.ChoiceField(
        label=_("To whom"),
        error_messages={
            "required": _("Choose to whom it goes."),
            "invalid_choice": _("This person cannot be asked now. Choose another."),
        },
    )

    def __init__(self, candidates: Sequence[Candidate], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as above
        field.choices = [(str(one.person_id), _words_of(one)) for one in candidates]


def _words_of(one: Candidate) -> str:
    name = f"{one.name}, {one.hat}" if one.hat else one.name
    return name if one.agreed else _now("{name} (must accept)").format(name=name)


class ShareForm(forms.Form):
    """For whom one's side lets an answer be kept."""

    level = forms.ChoiceField(
        label=_("Keep question and answer on the practice"),
        required=False,
        choices=[
            ("", _("No, they stay between us")),
            (Visibility.NETWORK, _("Yes, for members")),
            (Visibility.PUBLIC, _("Yes, for everyone")),
        ],
    )
    named = forms.ChoiceField(
        label=_("Your name"),
        required=False,
        choices=[("", _("Not shown")), ("yes", _("Shown"))],
    )

    @classmethod
    def of(cls, sharing: Sharing) -> "ShareForm":
        """Return the form with what one side said."""
        named = "yes" if sharing.mine_named else ""
        return cls(initial={"level": sharing.mine, "named": named}, auto_id="share_%s")

    def share(self) -> Share:
        """Return what `share_answer` takes."""
        level = self.cleaned_data["level"]
        return Share(Visibility(level) if level else None, named=bool(self.cleaned_data["named"]))
