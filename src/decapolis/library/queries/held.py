"""What the library holds of one person, for the file that they may have of it."""

from typing import Any

from decapolis.library.models import Adoption, Draft, Review, ReviewRequest, Suggestion, Version
from decapolis.library.queries import calls
from decapolis.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return what someone wrote, judged, asked and answered, as JSON has it.

    Of a version its practice and number are told: the practice's own page shows it.
    """
    wrote = Version.objects.filter(by=person).order_by("-at")
    reviews = Review.objects.filter(by=person)
    return {
        "versions": list(
            wrote.values("practice__slug", "number", "at", "origin", "note", "spoke_for")
        ),
        "drafts": list(
            Draft.objects.filter(person=person).values(
                "practice__slug", "begun", "saved", "discarded", "note", "record"
            )
        ),
        "suggestions": list(
            Suggestion.objects.filter(by=person).values(
                *("practice__slug", "made", "state", "note", "reason", "record")
            )
        ),
        "reviews": list(
            reviews.values(
                *("practice__slug", "version", "level", "reasons", "checklist", "at", "withdrawn")
            )
        ),
        "reviews_asked_for": list(
            ReviewRequest.objects.filter(by=person).values("practice__slug", "note", "at", "done")
        ),
        "adoptions": list(
            Adoption.objects.filter(by=person).values(
                *("origin__slug", "city__name", "year", "changed", "gave", "source", "at")
            )
        ),
        **calls.held_on(person),
    }
