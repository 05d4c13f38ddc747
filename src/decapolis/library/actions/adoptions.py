"""Record that a city followed a practice, and take it back."""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change
from decapolis.audit.actions import record as audit
from decapolis.cities.models import City
from decapolis.kernel.permissions import Visibility, readable_by, require
from decapolis.library.actions.records import let_level_be_known
from decapolis.library.errors import (
    AdoptionFaulty,
    AlreadyAdopted,
    AlreadyWithdrawn,
    NotAnAdoption,
    RunsInCircle,
)
from decapolis.library.models import Adoption, Practice
from decapolis.library.queries.adoptions import came_from, family_of
from decapolis.library.queries.authors import lead_of
from decapolis.library.queries.concerned import people_concerned
from decapolis.library.rules import may_adopt, may_withdraw_adoption
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

FIRST_YEAR = 1900
MOST_LETTERS = 4000
LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class Followed:
    """What a city tells of how it followed a practice."""

    changed: str
    gave: str = ""
    year: int | None = None
    source: str = ""


@transaction.atomic
def adopt(
    *, by: Person, origin: Practice, city: City, told: Followed, practice: Practice | None = None
) -> Adoption:
    """Record that a city followed a practice.

    Parameters
    ----------
    origin
        The practice that was followed.
    practice
        The page of what the city did; None where it has none yet. Year and what it gave are then
        needed, since they stand nowhere else.

    Raises
    ------
    Forbidden
        They do not speak for the city.
    NotAnAdoption
        The practice is another city's, or the city is the one that was followed.
    RunsInCircle
        What was followed came from this practice.
    AlreadyAdopted
        It says so already.
    AdoptionFaulty
        A field holds nothing, or what cannot be.
    """
    require(may_adopt(by, origin, city))
    _another_city_or_fault(by, origin, city, practice)
    checked = _whole(told, has_page=practice is not None)
    _hold(origin, practice)
    if practice and came_from(practice, origin):
        raise RunsInCircle(
            _(
                "“{origin}” came from “{practice}” itself, so that it cannot be followed by it."
            ).format(origin=origin.title, practice=practice.title),
            field="practice",
        )
    same = {"practice": practice} if practice else {"practice": None, "city": city}
    if Adoption.objects.standing().filter(origin=origin, **same).exists():
        raise AlreadyAdopted(_("This is recorded already. Withdraw it to record it anew."))
    made = Adoption.objects.create(
        origin=origin, city=city, practice=practice, by=by, **asdict(checked)
    )
    let_level_be_known(by=by, practice=origin)
    audit(
        by=by,
        act="library.adoption_recorded",
        subject=made,
        change=Change({}, _state(made)),
        concerns=_concerned(made),
    )
    title = _("{city} followed “{title}”").format(city=city.name, title=origin.title)
    _tell(by, made, title, checked.changed)
    return made


@transaction.atomic
def withdraw_adoption(*, by: Person, adoption: Adoption) -> Adoption:
    """Take an adoption back; it can be recorded anew.

    Raises
    ------
    Forbidden
        They neither recorded it nor speak for the city.
    AlreadyWithdrawn
        It was withdrawn before.
    """
    require(may_withdraw_adoption(by, adoption))
    held: Adoption = Adoption.objects.select_for_update().get(pk=adoption.pk)
    if held.withdrawn:
        raise AlreadyWithdrawn(_("This is withdrawn already."))
    held.withdrawn = timezone.now()
    held.save(update_fields=["withdrawn"])
    let_level_be_known(by=by, practice=held.origin)
    audit(
        by=by,
        act="library.adoption_withdrawn",
        subject=held,
        change=Change(_state(held), {}),
        concerns=_concerned(held),
    )
    title = _("{city} no longer says that it followed “{title}”").format(
        city=held.city.name, title=held.origin.title
    )
    _tell(by, held, title, "")
    return held


def _another_city_or_fault(
    by: Person, origin: Practice, city: City, practice: Practice | None
) -> None:
    """See to it that a city follows another, by a practice of its own.

    Raises
    ------
    NotAnAdoption
        It does not.
    """
    if city.pk == origin.city_id:
        raise NotAnAdoption(
            _("This practice is of {city} itself. Correct its page instead.").format(
                city=city.name
            ),
            field="city",
        )
    if practice and (practice.visibility not in readable_by(by) or practice.city_id != city.pk):
        raise NotAnAdoption(
            _("There is no such practice of {city}. Choose one of its own.").format(city=city.name),
            field="practice",
        )


def _whole(told: Followed, *, has_page: bool) -> Followed:
    """Return what was told, trimmed.

    Raises
    ------
    AdoptionFaulty
        A field holds nothing, or what cannot be.
    """
    changed, gave, source = told.changed.strip(), told.gave.strip(), told.source.strip()
    last = timezone.localdate().year + 1
    faults = (
        ("changed", not changed, _("Say what was done otherwise; “nothing” will do.")),
        ("gave", not gave and not has_page, _("Say what it gave; “too early to say” will do.")),
        ("year", not told.year and not has_page, _("Say in which year it began.")),
        (
            "year",
            bool(told.year) and not FIRST_YEAR <= (told.year or 0) <= last,
            _("Write a year from {first} to {last}.").format(first=FIRST_YEAR, last=last),
        ),
        ("source", bool(source) and not _is_address(source), _("Write an address: https://…")),
        *(
            (name, len(text) > MOST_LETTERS, _("Shorten it to {n} letters.").format(n=MOST_LETTERS))
            for name, text in (("changed", changed), ("gave", gave))
        ),
    )
    for field, is_wrong, message in faults:
        if is_wrong:
            raise AdoptionFaulty(message, field=field)
    return Followed(changed, gave, told.year, source)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = len(text) <= LONGEST_ADDRESS and not any(letter.isspace() for letter in text)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


def _hold(origin: Practice, practice: Practice | None) -> None:
    """Hold everything that came from either or that they came from until the act is done.

    Two acts that would close a circle together have a practice of it in common, so that the second
    waits for the first and then sees what it wrote.
    """
    keys = {*family_of(origin.pk), *(family_of(practice.pk) if practice else ())}
    list(Practice.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _tell(by: Person, adoption: Adoption, title: str, text: str) -> None:
    """Tell the people of the practice that was followed who may see both ends."""
    origin, practice = adoption.origin, adoption.practice
    people = people_concerned(origin, *([practice] if practice else []))
    told = Told(title, text, f"/practices/{origin.slug}/adoptions")
    notify(by=by, people=people, kind=Kind.ADOPTIONS, told=told, subject=origin)


def _concerned(adoption: Adoption) -> list[models.Model | None]:
    """Return whose log tells of it: of no body, where its members may not see both ends."""
    origin, practice = adoption.origin, adoption.practice
    is_open = Visibility.STAFF not in {origin.visibility, practice.visibility if practice else ""}
    bodies = (adoption.city, origin.city, lead_of(origin)) if is_open else ()
    return [*bodies, adoption.by]


def _state(adoption: Adoption) -> dict[str, object]:
    return {
        "origin": adoption.origin.slug,
        "city": adoption.city.label,
        "practice": adoption.practice.slug if adoption.practice else None,
        "year": adoption.year,
        "changed": adoption.changed,
        "gave": adoption.gave,
        "source": adoption.source,
    }
