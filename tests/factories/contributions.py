"""Records as people write them, practices that were loaded, drafts and suggestions."""

from itertools import count
from typing import Any

from decapolis.library.actions import Written, put_practices, save_draft, suggest_change
from decapolis.library.models import Draft, Practice, Suggestion
from decapolis.library.queries.records import record_from_rows
from decapolis.library.validators import PracticeRecord
from decapolis.people.models import Person
from tests.factories.cities import country

_numbers = count(1)

PAPER = {"url": "https://paper.example/2018", "title": "Lamps at last", "year": 2018}
REPORT = {"url": "https://city.example/report", "title": "City report", "publisher": "The city"}


def values(**changes: Any) -> dict[str, Any]:
    """Return a record with a cost, an outcome, a setback and two sources."""
    return {
        "slug": f"lamps-{next(_numbers)}",
        "title": "LED street lights",
        "city": "Dayton",
        "country": "US",
        "region": "Ohio",
        "lead": {"name": "City of Dayton", "sector": "public"},
        "themes": ["energy"],
        "problem": "Old lamps cost more every year.",
        "approach": "The city changed all of them.",
        "started": 2017,
        "status": "operating",
        "went": "well",
        "costs": [{"amount": "2400000", "currency": "USD", "covers": "All lamps", "source": 0}],
        "funding": [{"kind": "municipal-budget", "name": "City budget"}],
        "outcomes": [
            {"metric": "Electricity", "value": -53.0, "unit": "%", "text": "Use fell by half.",
             "kind": "measured", "good": True, "source": 1},
        ],
        "result": {"text": "Half the power.", "source": 0},
        "setback": {"text": "Some streets were too bright.", "source": 1},
        "lessons": ["Ask residents first."],
        "sources": [PAPER, REPORT],
    } | changes  # fmt: skip


def record(**changes: Any) -> PracticeRecord:
    """Return it as a checked record."""
    return PracticeRecord.model_validate(values(**changes))


def loaded(**changes: Any) -> Practice:
    """Return a practice that was loaded: it holds version 1."""
    country()
    made = record(**changes)
    assert not put_practices(by=None, records=[(1, made)])
    return Practice.objects.get(slug=made.slug)


def changed(practice: Practice, **changes: Any) -> PracticeRecord:
    """Return the record of a practice with some fields changed."""
    held = practice.versions.get(number=practice.version).record
    return PracticeRecord.model_validate(held | changes)


def draft(person: Person, practice: Practice | None = None, **changes: Any) -> Draft:
    """Return a draft of somebody: of a practice with changes, or of a new one."""
    if practice is None:
        written = values(**changes)
        del written["slug"]
        return save_draft(by=person, written=Written(written)).draft
    held = changed(practice, **changes).as_json()
    return save_draft(by=person, practice=practice, written=Written(held, practice.version)).draft


def two_versions(practice: Practice) -> None:
    """Keep two versions of a practice whose rows were made by hand."""
    record = record_from_rows(practice)
    for number, lessons in ((1, ["Ask first."]), (2, [])):
        practice.versions.create(
            number=number,
            record=record | {"lessons": lessons},
            origin="loaded",
            visibility=practice.visibility,
        )
    practice.version = 2
    practice.save(update_fields=["version"])


def suggestion(
    person: Person, practice: Practice, *, key: int | None = None, **changes: Any
) -> Suggestion:
    """Return a suggestion of somebody that waits."""
    made = suggest_change(
        by=person,
        practice=practice,
        record=changed(practice, **changes),
        base=practice.version,
        note="I was there.",
    )
    if key is not None:
        Suggestion.objects.filter(pk=made.pk).update(id=key)
        made.pk = key
    return made
