"""What people write about themselves, and what the directory reads from an address."""

import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from babel import Locale
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.library.choices import Theme
from decapolis.organisations.bridge import PeopleQuestion
from decapolis.organisations.choices import Role
from decapolis.organisations.models import Body, Organisation
from decapolis.pages.cities.forms import clean, page_number
from decapolis.pages.forms import key_of
from decapolis.people.models import Person
from decapolis.people.validators import LANGUAGE, LONGEST_NAME, LONGEST_TEXT

LONGEST_QUESTION = 120
MOST_VALUES = 30
# Most of what cities speak; whoever needs another writes its code.
LANGUAGES = (
    "ar", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr",
    "sv", "sw", "ta", "th", "tl", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
COMMON = frozenset({"ar", "de", "en", "es", "fr", "hi", "pt", "zh"})  # these stand first


@cache
def _language_choices(locale: Locale) -> tuple[tuple[str, str], ...]:
    names = locale.languages
    choices = ((code, str(names.get(code, code))) for code in LANGUAGES)
    return tuple(sorted(choices, key=lambda choice: (choice[0] not in COMMON, _by_label(choice))))


def language_choices() -> tuple[tuple[str, str], ...]:
    """Return languages to tick, by name in the reader's language, those of most people first."""
    return _language_choices(numbers.locale())


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """Return time zones by continent and city."""
    continents = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    names = [
        name
        for name in zoneinfo.available_timezones()
        if name.startswith((*continents, "Pacific/"))
    ]
    return tuple((name, name.replace("_", " ")) for name in ["UTC", *sorted(names)])


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


class HatForm(forms.Form):
    """What someone is, and where; the city and the organisation as they were typed."""

    role = forms.ChoiceField(
        label=_("What you are"),
        choices=[("", _("Choose")), *Role.choices],
        error_messages={
            "required": _("Choose what you are."),
            "invalid_choice": _("Choose what you are."),
        },
    )
    city = forms.CharField(label=_("Your city"), max_length=LONGEST_NAME, required=False)
    organisation = forms.CharField(
        label=_("Or your organisation"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "organization"}),
        help_text=_("A company, university, agency or association."),
    )
    hat_title = forms.CharField(
        label=_("Your title there"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("As on your card: Head of street lighting."),
    )
    since = forms.DateField(
        label=_("Since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Write the date as 2024-03-01.")},
    )

    RENAMED: ClassVar[dict[str, str]] = {"title": "hat_title", "body": "city"}


class WelcomeForm(HatForm):
    """The first steps: all that a newcomer is asked, in one short form."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, as colleagues know you.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that you work in"),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.fields["role"].required = False
        del self.fields["since"]
        if self.initial.get("name"):  # they were asked before
            del self.fields["name"]


class ProfileForm(forms.Form):
    """What someone tells of themselves beside their hats."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, as colleagues know you.")},
    )
    title = forms.CharField(
        label=_("What you do, in a few words"), max_length=LONGEST_NAME, required=False
    )
    helps_with = forms.CharField(
        label=_("What I can help with"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you have done and would tell a colleague about."),
    )
    looks_for = forms.CharField(
        label=_("What I look for"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("So that nobody calls you at night."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that you work in"),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    other_languages = forms.CharField(
        label=_("Other languages"),
        max_length=80,
        required=False,
        help_text=_("By their codes, with commas between: eu, qu."),
    )
    expertise = forms.MultipleChoiceField(
        label=_("What you know about"),
        required=False,
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, person: Person) -> "ProfileForm":
        """Return the form with what is known."""
        names = ("name", "title", "helps_with", "looks_for", "time_zone", "expertise")
        known = {name: getattr(person, name) for name in names}
        others = [code for code in person.languages if code not in LANGUAGES]
        return cls(
            initial=known | {"languages": person.languages, "other_languages": ", ".join(others)}
        )

    def clean_other_languages(self) -> list[str]:
        """Codes, one by one.

        Raises
        ------
        ValidationError
            One of them is no code.
        """
        codes = [one.strip() for one in str(self.cleaned_data["other_languages"]).split(",")]
        wrong = [code for code in codes if code and not LANGUAGE.fullmatch(code)]
        if wrong:
            told = _("“{code}” is no code of a language. Write two or three letters, such as eu.")
            raise forms.ValidationError(str(told).format(code=wrong[0][:20]))
        return [code for code in codes if code]

    def values(self) -> dict[str, Any]:
        """Return what `people.actions.change_profile` takes."""
        held = dict(self.cleaned_data)
        others = held.pop("other_languages")
        return held | {"languages": [*held["languages"], *others]}


class ReasonForm(forms.Form):
    """Why something is refused."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They will read it."),
        error_messages={"required": _("Say why, in a sentence; they will read it.")},
    )


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Whom the directory is asked for; what an address cannot mean is left out."""

    base: str = "/people"
    text: str = ""
    theme: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict, *, base: str = "/people") -> "PeopleQuery":
        """Read the question from an address."""
        return cls(
            base=base,
            text=" ".join(clean(query.get("q", "")).split())[:LONGEST_QUESTION],
            theme=_known(query, "theme", Theme.values),
            language=tuple(one for one in _values(query, "language") if LANGUAGE.fullmatch(one)),
            role=_known(query, "role", Role.values),
            city=tuple(one for one in _values(query, "city") if key_of(one) is not None),
            page=page_number(query.get("page", "")),
        )

    @property
    def question(self) -> PeopleQuestion:
        """The same for those who know people."""
        cities = tuple(map(int, self.city))
        return PeopleQuestion(self.text, self.theme, self.language, self.role, cities)

    def url(self, **changes: Any) -> str:  # noqa: ANN401 -- any field
        """Return the address with something changed, from its first page."""
        other = replace(self, **{"page": 1, **changes})
        pairs = [("q", other.text)] if other.text else []
        for name in ("theme", "language", "role", "city"):
            pairs += [(name, value) for value in getattr(other, name)]
        pairs += [("page", str(other.page))] if other.page > 1 else []
        return other.base + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """Return the address with a value added to a filter, or taken away where it is there."""
        held: tuple[str, ...] = getattr(self, name)
        values = [one for one in held if one != value] if value in held else [*held, value]
        return self.url(**{name: tuple(values)})


def _values(query: QueryDict, name: str) -> list[str]:
    given = [clean(value).strip()[:60] for value in query.getlist(name)[:MOST_VALUES]]
    return list(dict.fromkeys(value for value in given if value))


def _known(query: QueryDict, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
    known = set(allowed)
    return tuple(value for value in _values(query, name) if value in known)


class InviteForm(HatForm):
    """One person to invite, by mail."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        error_messages={
            "required": _("Write the address to which the invitation goes."),
            "invalid": _("This is not an e-mail address. Write it as ana@city.gov."),
        },
    )
    name = forms.CharField(label=_("Their name"), max_length=LONGEST_NAME, required=False)
    days = forms.IntegerField(
        label=_("Works for how many days"), min_value=1, max_value=365, initial=14
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.fields["role"].required = False
        self.fields["role"].label = _("What they are")
        self.fields["city"].label = _("Their city")
        self.fields["organisation"].label = _("Or their organisation")
        self.fields["hat_title"].label = _("Their title there")
        self.fields["hat_title"].help_text = _("As on their card: Head of street lighting.")
        del self.fields["since"]


class LinkForm(InviteForm):
    """A link for whoever has it."""

    most_uses = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=1000, initial=10
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["name"]


class FileForm(forms.Form):
    """Many people to invite, as CSV: a file, or pasted."""

    file = forms.FileField(
        label=_("A CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(
        label=_("Or paste the table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("The first line names the columns; only email is needed."),
    )
    days = forms.IntegerField(
        label=_("Works for how many days"), min_value=1, max_value=365, initial=14
    )

    def clean(self) -> dict[str, Any]:
        """Take the file, or else the text; a file that is no text is told."""
        held = self.cleaned_data
        file = held.get("file")
        if file:
            try:
                held["text"] = file.read(LONGEST_FILE + 1).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This is not UTF-8 text. Save the table as CSV (UTF-8)."))
        if not held.get("text", "").strip() and not self.errors:
            self.add_error("text", _("Choose a file, or paste a table."))
        return held


LONGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class InviteForms:
    """The three ways to invite, on one page."""

    one: InviteForm
    file: FileForm
    link: LinkForm

    @property
    def all(self) -> tuple[forms.Form, ...]:
        """All three."""
        return self.one, self.file, self.link

    @classmethod
    def read(
        cls,
        post: QueryDict | None,
        files: Any,  # noqa: ANN401 -- Django's files
        way: str,
        *,
        bodies: Sequence[Body] = (),
    ) -> "InviteForms":
        """Return the forms; the one that was sent is filled, the others name one's only body."""
        only = bodies[0] if len(bodies) == 1 else None
        known = {"city": only.label} if isinstance(only, City) else {}
        known |= {"organisation": only.name} if isinstance(only, Organisation) else {}
        return cls(
            one=InviteForm(post if way == "one" else None, auto_id="one_%s", initial=known),
            file=FileForm(
                post if way in {"file", "preview"} else None,
                files if way in {"file", "preview"} else None,
                auto_id="file_%s",
            ),
            link=LinkForm(post if way == "link" else None, auto_id="link_%s", initial=known),
        )
