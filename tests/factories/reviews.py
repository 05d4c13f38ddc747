"""Reviewers, reviews, requests for one, and adoptions."""

from decapolis.cities.models import City
from decapolis.library.choices import CHECKS_OF, Check, EvidenceLevel
from decapolis.library.models import Adoption, Practice, Review, ReviewRequest
from decapolis.people.models import Person
from tests.factories import cities, library, people

REASONS = "Meters were read before and after; nothing to compare with."


def reviewer(**fields: object) -> Person:
    """Return a new member who grades."""
    return people.person(**{"is_reviewer": True} | fields)


def checks_for(level: int) -> tuple[str, ...]:
    """Return what must be answered yes for a level."""
    asked = [check for one, ones in CHECKS_OF.items() if one <= level for check in ones]
    return tuple(Check(check).value for check in asked)


def review(of: Practice, level: int = EvidenceLevel.MEASURED, **fields: object) -> Review:
    """Return a review of the practice as it stands now."""
    values = {
        "practice": of,
        "version": of.version,
        "level": level,
        "reasons": REASONS,
        "checklist": list(checks_for(level)),
    } | fields
    values.setdefault("by", None)
    return Review.objects.create(**values)


def request(of: Practice, **fields: object) -> ReviewRequest:
    """Return a request that waits."""
    return ReviewRequest.objects.create(**{"practice": of} | fields)


def adoption(
    of: Practice, practice: Practice | None = None, city: City | None = None, **fields: object
) -> Adoption:
    """Return an adoption: by a practice, or told in a note where there is none."""
    where = city or (practice.city if practice else None) or cities.city("Follower")
    values = {
        "origin": of,
        "practice": practice,
        "city": where,
        "year": 2019,
        "changed": "Fewer lamps.",
        "gave": "" if practice else "Less light.",
    } | fields
    return Adoption.objects.create(**values)


def elsewhere(name: str = "Elsewhere", *, measured: bool = True, **fields: object) -> Practice:
    """Return a practice of a new city, with a measured result or none."""
    made = library.practice(**{"city": cities.city(name), "title": f"Lamps of {name}"} | fields)
    if measured:
        library.outcome(made)
    return made
