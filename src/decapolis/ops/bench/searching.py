"""Time searching, beside the same words by FTS5 alone."""

from django.db import connection

from decapolis.library.bridge.find import Found, find_in_library
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.questions import questions
from decapolis.ops.bench.timing import by_turns
from decapolis.ops.generating import PREFIX
from decapolis.search.bridge import forget_questions
from decapolis.search.bridge.keywords import content
from decapolis.search.models import Entry

SMALL_LIMITS = Limits(most=50)
LARGE_LIMITS = Limits(most=150, most_ratio=2)
SHOWN = 20
BY_WORDS = {
    "sqlite": "SELECT rowid FROM search_words WHERE search_words MATCH %s ORDER BY rank LIMIT %s",
    "postgresql": "SELECT id FROM search_entry "
    "WHERE words @@ websearch_to_tsquery('english', %s) LIMIT %s",
}
MOST = 0  # questions; 0 for all


def search() -> list[Figure]:
    """Return how long a search takes as the page does it, beside plain FTS5 with BM25."""
    asked = questions(MOST)
    whole, bare = by_turns(asked, whole_search, by_words)
    entries = Entry.objects.count()
    samples = Entry.objects.filter(slug__startswith=PREFIX).count()
    return [
        Figure(
            section="search",
            name=f"with {samples:,} sample practices" if samples else "starter library",
            size=f"{len(asked)} questions, {entries:,} entries",
            unit="ms",
            value=whole.p95,
            p50=whole.p50,
            baseline="FTS5 alone",
            baseline_value=bare.p95,
            limits=LARGE_LIMITS if samples else SMALL_LIMITS,
        )
    ]


def whole_search(question: str) -> Found:
    """Search as the page does for a question not asked before, the public's, with no city."""
    forget_questions()
    return find_in_library(question, reader=None)


def by_words(question: str) -> list[int]:
    """Return the entries that FTS5 finds for any word of a question, ranked by BM25.

    On PostgreSQL, where the bench does not run of itself, those that its full text finds.
    """
    words = content(question)
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(BY_WORDS[connection.vendor], [" OR ".join(map('"{}"'.format, words)), SHOWN])
        return [pk for (pk,) in cursor.fetchall()]
