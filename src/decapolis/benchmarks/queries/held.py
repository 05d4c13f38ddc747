"""What benchmarks hold of one person, for the file that they may have of it."""

from typing import Any

from decapolis.benchmarks.models import Edition, Framework, Mark, Reply, Run, Sheet, Theory
from decapolis.people.models import Person


def held_on(person: Person) -> dict[str, Any]:
    """Return what someone made, marked, replied and answered, as JSON has it."""
    marks = Mark.objects.filter(by=person).order_by("-at", "-pk")
    return {
        "frameworks": list(Framework.objects.filter(made_by=person).values("slug", "made")),
        "editions": list(
            Edition.objects.filter(made_by=person).values("framework__slug", "slug", "made")
        ),
        "editions_published": list(
            Edition.objects.filter(published_by=person).values(
                "framework__slug", "slug", "published_at"
            )
        ),
        "runs": list(Run.objects.filter(by=person).values("edition__slug", "at", "digest")),
        "marks": list(
            marks.values(
                *("edition__slug", "entrant__name", "criterion__name", "hand", "value", "note"),
                *("at", "superseded"),
            )
        ),
        "sheets": list(
            Sheet.objects.filter(person=person).values(
                "entrant__edition__slug", "entrant__name", "content", "at"
            )
        ),
        "theories": list(
            Theory.objects.filter(by=person).values("city__name", "slug", "version", "title", "at")
        ),
        "replies": list(
            Reply.objects.filter(by=person).values(
                *("edition__slug", "entrant__name", "criterion__name", "text", "wants", "url"),
                *("at", "state", "answer", "answered_at"),
            )
        ),
        "replies_answered": list(
            Reply.objects.filter(answered_by=person).values(
                "edition__slug", "entrant__name", "criterion__name", "answer", "answered_at"
            )
        ),
    }
