"""What network staff write to make a ranking."""

import json
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decapolis.benchmarks.validators.cells import ENDINGS, MOST_BYTES
from decapolis.kernel.permissions import Visibility

LONGEST_NAME = 200
LONGEST_TEXT = 4_000
MOST_CITIES = 300
FIRST_YEAR, LAST_YEAR = 1900, 2200


class SpreadsheetForm(forms.Form):
    """A spreadsheet that becomes a draft; files stand last, so that all else is kept."""

    name = forms.CharField(
        label=_("Name of the index"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the index a name.")},
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    about = forms.CharField(
        label=_("What it measures, and why"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it when it is published"),
        choices=Visibility.choices,
        initial=Visibility.NETWORK,
    )
    table = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX: one row a city, one column an indicator. See beside."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": _("Choose a file.")},
    )
    columns = forms.FileField(
        label=_("What the columns mean"),
        required=False,
        allow_empty_file=True,
        help_text=_("A second table, where the workbook has no sheet “meta”."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_table(self) -> object:
        """Take a table alone."""
        return _table(self.cleaned_data["table"])

    def clean_columns(self) -> object:
        """Take a table alone."""
        return _table(self.cleaned_data.get("columns"))


class FrameworkForm(forms.Form):
    """A framework in a file: one JSON object, as the examples are."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("JSON or JSON Lines, with one framework."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".jsonl,.json"}),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> object:
        """Return what the file holds.

        Raises
        ------
        ValidationError
            It is too large, or no JSON.
        """
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is too large: at most 20 MB."))
        try:
            return json.loads(file.read().decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(
                gettext("This is not one framework in JSON. Take the file of an example.")
            ) from error


class AssessForm(forms.Form):
    """An assessment of cities by a framework."""

    framework = forms.ChoiceField(label=_("By which framework"))
    name = forms.CharField(
        label=_("Name of this edition"),
        max_length=LONGEST_NAME,
        help_text=_("Such as 2026, or Spring 2026."),
        error_messages={"required": _("Give it a name.")},
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    about = forms.CharField(
        label=_("What cities should know"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cities = forms.CharField(
        label=_("Cities"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line, such as Dayton, Ohio."),
        error_messages={"required": _("Name the cities that take part.")},
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it when it is published"),
        choices=Visibility.choices,
        initial=Visibility.NETWORK,
    )

    def __init__(self, *args: Any, frameworks: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = frameworks  # type: ignore[attr-defined]

    def clean_cities(self) -> list[str]:
        """Return the lines that name a city.

        Raises
        ------
        ValidationError
            There are too many.
        """
        lines = [line.strip() for line in self.cleaned_data["cities"].splitlines()]
        named = [line for line in lines if line]
        if len(named) > MOST_CITIES:
            raise forms.ValidationError(
                gettext("Name at most {most} cities.").format(most=MOST_CITIES)
            )
        return named


class FiguresForm(forms.Form):
    """An index of figures that are held."""

    figures = forms.ChoiceField(
        label=_("Which figures"),
        error_messages={"required": _("Choose the figures.")},
    )
    name = forms.CharField(
        label=_("Name of this edition"),
        max_length=LONGEST_NAME,
        help_text=_("Such as 2026, or Spring 2026."),
        error_messages={"required": _("Give it a name.")},
    )
    about = forms.CharField(
        label=_("What it measures, and why"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may read it when it is published"),
        choices=Visibility.choices,
        initial=Visibility.NETWORK,
    )

    def __init__(self, *args: Any, figures: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **kwargs)
        self.fields["figures"].choices = figures  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why something is withdrawn."""

    why = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everyone who may read the ranking reads it there."),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class AnswerForm(forms.Form):
    """What network staff say to a city's reply."""

    value = forms.FloatField(
        label=_("The score from now on"),
        required=False,
        help_text=_("Only where the reply is upheld; empty: what the city asks for."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}),
    )
    text = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands beside the score, with the reply, for everyone to read."),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class ReplyForm(forms.Form):
    """What a city says of one of its scores."""

    criterion = forms.ChoiceField(label=_("To which score"))
    text = forms.CharField(
        label=_("What the city says"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It stands beside the score as you write it, for everyone to read."),
        error_messages={"required": _("Say what you hold against the score.")},
    )
    wants = forms.FloatField(
        label=_("The score that you hold to be right"),
        required=False,
        help_text=_("Empty: you only comment. With a score, a proof is needed."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}),
    )
    document = forms.ChoiceField(label=_("Proof: a document of the library"), required=False)
    url = forms.CharField(
        label=_("Or a web address"),
        required=False,
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    page = forms.CharField(label=_("Page"), required=False, max_length=40)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- as Django's
        criteria: Any,  # noqa: ANN401 -- choices
        documents: Any,  # noqa: ANN401 -- choices
        **kwargs: Any,  # noqa: ANN401 -- as Django's
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = criteria  # type: ignore[attr-defined]
        self.fields["document"].choices = [("", _("None")), *documents]  # type: ignore[attr-defined]


def _table(file: Any) -> Any:  # noqa: ANN401 -- a file, or none
    if not file:
        return None
    if PurePath(str(file.name)).suffix.lower() not in ENDINGS:
        raise forms.ValidationError(gettext("Choose a file that ends in .csv or .xlsx."))
    if file.size > MOST_BYTES:
        raise forms.ValidationError(gettext("The file is too large: at most 20 MB."))
    return file
