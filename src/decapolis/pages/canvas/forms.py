"""What is written on the pages of boards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decapolis.canvas.choices import Becomes, Colour
from decapolis.canvas.validators import (
    LONGEST_ABOUT,
    LONGEST_COMMENT,
    LONGEST_GROUP,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_PROMPT,
    LONGEST_TITLE,
    Block,
)

WIDTHS = (
    (3, _("A quarter")),
    (4, _("A third")),
    (6, _("Half")),
    (8, _("Two thirds")),
    (12, _("The whole width")),
)
MOST_FIND = 120
EMPTY_BLOCKS = 1  # offered at the end of the list
TASKS = ("up", "down", "out")


class NoteForm(forms.Form):
    """A note as it is added."""

    text = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write something first.")},
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=Colour, required=False)
    unnamed = forms.BooleanField(label=_("Without my name"), required=False)


class CommentForm(forms.Form):
    """What is said to a note."""

    comment = forms.CharField(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write something first.")},
    )
    unnamed = forms.BooleanField(label=_("Without my name"), required=False)


class GroupForm(forms.Form):
    """The group that a note goes into."""

    group = forms.CharField(label=_("Group"), required=False, max_length=40)
    title = forms.CharField(label=_("Or a new group"), required=False, max_length=LONGEST_GROUP)


class SnapshotForm(forms.Form):
    """The name of a snapshot."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Such as: After the second round."),
        error_messages={"required": _("Write a name by which you know it again.")},
    )


class TemplateForm(forms.Form):
    """Name and purpose of a template."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write a name.")},
    )
    about = forms.CharField(
        label=_("What it is good for"),
        max_length=LONGEST_ABOUT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Also for how many people, and how long it takes."),
    )


class BlockForm(forms.Form):
    """One block of a template."""

    id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Write a title.")},
    )
    prompt = forms.CharField(
        label=_("What it asks"),
        max_length=LONGEST_PROMPT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what people are asked here.")},
    )
    becomes = forms.ChoiceField(
        label=_("What its notes become in the plan"), choices=Becomes, required=False
    )
    width = forms.TypedChoiceField(
        label=_("Width on a wide screen"), choices=WIDTHS, coerce=int, initial=4
    )


class BlocksForm:
    """All blocks of a template, in the order in which they stand."""

    def __init__(self, forms_of: list[BlockForm]) -> None:
        self.forms = forms_of

    @classmethod
    def of(cls, blocks: tuple[Block, ...]) -> "BlocksForm":
        """Return the blocks as they are, and an empty one."""
        held = [_initial(one) for one in blocks]
        made = [BlockForm(prefix=f"blocks-{n}", initial=one) for n, one in enumerate(held)]
        return cls([*made, _empty(len(made))])

    @classmethod
    def sent(cls, data: Any) -> "BlocksForm":  # noqa: ANN401 -- a QueryDict
        """Return the blocks as they were sent; those without title and prompt are left out."""
        found = []
        number = 0
        while f"blocks-{number}-title" in data and number <= MOST_SENT:
            values = {name: data.get(f"blocks-{number}-{name}", "") for name in FIELDS}
            number += 1
            if values["title"].strip() or values["prompt"].strip() or values["id"]:
                found.append(values)
        return cls([
            BlockForm(_prefixed(values, n), prefix=f"blocks-{n}") for n, values in enumerate(found)
        ])  # fmt: skip

    def changed(self, task: str, number: int) -> "BlocksForm":
        """Return the blocks after one went up, down or out, as forms that are not checked yet."""
        held = [{name: one[name].value() or "" for name in FIELDS} for one in self.forms]
        if 0 <= number < len(held):
            moved = held.pop(number)
            if task != "out":
                to = number - 1 if task == "up" else number + 1
                held.insert(max(0, min(len(held), to)), moved)
        made = [BlockForm(prefix=f"blocks-{n}", initial=one) for n, one in enumerate(held)]
        return BlocksForm([*made, _empty(len(made))])

    def with_empty(self) -> "BlocksForm":
        """Return the same with an empty one at the end."""
        return BlocksForm([*self.forms, _empty(len(self.forms))])

    def is_valid(self) -> bool:
        """Check all of them, so that every fault is told at once."""
        checked = [one.is_valid() for one in self.forms]
        return all(checked)

    def blocks(self, before: tuple[Block, ...]) -> list[dict[str, Any]]:
        """Return the blocks for `canvas.actions.templates.save_template`; heights are kept."""
        heights = {one.id: one.height for one in before}
        return [
            {
                "id": one.cleaned_data["id"],
                "title": one.cleaned_data["title"],
                "prompt": one.cleaned_data["prompt"],
                "becomes": one.cleaned_data["becomes"],
                "area": [1, 1, one.cleaned_data["width"], heights.get(one.cleaned_data["id"], 1)],
            }
            for one in self.forms
        ]


FIELDS = ("id", "title", "prompt", "becomes", "width")
MOST_SENT = 40


def _initial(block: Block) -> dict[str, Any]:
    return {
        "id": block.id,
        "title": block.title,
        "prompt": block.prompt,
        "becomes": block.becomes,
        "width": block.width,
    }


def _empty(number: int) -> BlockForm:
    return BlockForm(prefix=f"blocks-{number}", initial={"width": 4})


def _prefixed(values: dict[str, str], number: int) -> dict[str, str]:
    return {f"blocks-{number}-{name}": value for name, value in values.items()}
