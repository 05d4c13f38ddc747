"""``decapolis find QUERY``: what the library holds on a question."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.cities.bridge import find_city
from decapolis.kernel.errors import DomainError
from decapolis.library.bridge.find import find_in_library, find_many_in_library
from decapolis.ops.preparing import prepare, prepare_search
from decapolis.peers.bridge import closeness
from decapolis.search.queries import Filters, Found, Hit, Look

KINDS = ("practice", "document", "technology", "organisation")
DEFAULT_LIMIT = 10
MOST_ANSWERS = 1000
MOST_BYTES = 20_000_000
AT_ONCE = 64
MOST_LETTERS = 1000
MISUSED = 2


class QuestionsUnreadable(DomainError):
    """The file of questions cannot be used."""

    code = "find.questions_unreadable"


class Command(BaseCommand):
    """Exit 2 where the question, the city or the file of questions will not do."""

    requires_system_checks = ()  # they would import every page
    help = "Find practices, documents, technologies and organisations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("query", nargs="?", metavar="QUERY", help="a question or some words")
        parser.add_argument(
            "--queries", type=Path, metavar="FILE", help='JSON Lines of {"id", "query"}'
        )
        parser.add_argument("--city", metavar="CITY", help="your city: like cities come first")
        parser.add_argument("--kind", choices=KINDS, help="only this kind of record")
        parser.add_argument(
            "--limit",
            type=_limit,
            default=DEFAULT_LIMIT,
            metavar="N",
            help=f"how many, {DEFAULT_LIMIT} unless told",
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, **options: Any) -> None:
        """Answer one question, or every question of a file."""
        try:
            questions = _questions(options["query"], options["queries"])
            prepare()
            prepare_search()
            look = _look(options)
            if options["queries"]:
                self._answer_file(questions, look, as_json=options["json"])
            else:
                self._answer_one(options["query"], look, as_json=options["json"])
        except DomainError as error:
            self.stderr.write(error.message)
            sys.exit(MISUSED)

    def _answer_file(self, questions: list[tuple[str, str]], look: Look, *, as_json: bool) -> None:
        for start in range(0, len(questions), AT_ONCE):
            part = questions[start : start + AT_ONCE]
            answers = find_many_in_library([text for _id, text in part], look, reader=None)
            for (name, text), found in zip(part, answers, strict=True):
                if as_json:
                    line = {"id": name, "results": [hit.key for hit in found.hits]}
                    self.stdout.write(json.dumps(line, ensure_ascii=False))
                else:
                    self.stdout.write(f"\n{name}: {text}")
                    self._tell(found)

    def _answer_one(self, text: str, look: Look, *, as_json: bool) -> None:
        found = find_in_library(text, look, reader=None)
        if as_json:
            hits = [_as_json(hit) for hit in found.hits]
            self.stdout.write(json.dumps(hits, ensure_ascii=False))
            return
        if found.corrected:
            self.stdout.write(f"Searched for: {found.corrected}")
        if found.said:
            self.stdout.write("Understood: " + "; ".join(said.says for said in found.said) + ".")
        if not found.hits:
            self.stdout.write("Nothing in the library answers this. Try other or fewer words.")
        self._tell(found)
        for notice in found.notices:
            self.stderr.write(notice)

    def _tell(self, found: Found) -> None:
        for place, hit in enumerate(found.hits, start=1):
            where = ", ".join(part for part in (hit.city, hit.country) if part)
            self.stdout.write(f"{place:3}. {hit.title}" + (f" ({where})" if where else ""))
            self.stdout.write(f"     {hit.key}   {' '.join(hit.reasons)}")


def _look(options: dict[str, Any]) -> Look:
    near = None
    if options["city"]:
        city = find_city(options["city"])
        near = {pk: known.closeness for pk, known in closeness(city.pk).items()}
    kinds = (options["kind"],) if options["kind"] else ()
    return Look(filters=Filters(kinds=kinds), near=near, limit=options["limit"])


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_ANSWERS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a whole number from 1 to {MOST_ANSWERS}."
        )
    return int(text)


def _questions(query: str | None, path: Path | None) -> list[tuple[str, str]]:
    """Return the questions with their ids; the id of a lone one is empty.

    Raises
    ------
    QuestionsUnreadable
        Neither or both are given, or the file cannot be used.
    """
    if (query is None) == (path is None):
        raise QuestionsUnreadable("Give either a question or --queries FILE.")
    if path is None:
        if not (query or "").strip():
            raise QuestionsUnreadable(
                "The question is empty. Write some words, or a whole question."
            )
        return [("", str(query))]
    return list(_read(path))


def _read(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        raise QuestionsUnreadable(f"There is no file {path}.")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise QuestionsUnreadable(f"{path} is over {MOST_BYTES // 1_000_000} MB. Split it.")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsUnreadable(f"{path} cannot be read as UTF-8 text. Save it so.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _question(line, f"{path}, line {number}")


def _question(line: str, place: str) -> tuple[str, str]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QuestionsUnreadable(f"{place} is not valid JSON: {error}.") from error
    name, query = (row.get("id"), row.get("query")) if isinstance(row, dict) else (None, None)
    if not isinstance(name, str | int) or not isinstance(query, str) or not query.strip():
        raise QuestionsUnreadable(f'{place} must be an object with an "id" and a "query".')
    if len(query) > MOST_LETTERS:
        raise QuestionsUnreadable(
            f"{place} has a question of {len(query):,} letters. Ask in at most {MOST_LETTERS:,}."
        )
    return str(name), query


def _as_json(hit: Hit) -> dict[str, Any]:
    return {
        "key": hit.key,
        "kind": hit.kind,
        "slug": hit.slug,
        "title": hit.title,
        "city": hit.city,
        "country": hit.country,
        "score": hit.score,
        "reasons": list(hit.reasons),
    }
