"""Word lists that come with the engine: cues, places, themes and words without content.

Phrases are written as folded words; a phrase that ends in ``*`` also stands for longer words, one
that ends in ``!`` counts only in capitals ("US" but not "us"). Phrases in scripts without spaces
are looked for inside words.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from decapolis.engines.text import fold

UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u1100-\u11ff]")
_ARABIC_HEADS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل")
_SHORTEST_ARABIC = 3


@dataclass(frozen=True, slots=True)
class Meant:
    """What a phrase says: ``kind`` and ``name`` of the thing, and the places it stands for."""

    kind: str
    name: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    longer: tuple[bool, ...]
    capitals: bool
    meant: Meant

    def begins(self, words: list[str]) -> bool:
        """Tell whether a row of words begins with the phrase."""
        return len(words) >= len(self.words) and all(
            said == word or (longer and said.startswith(word))
            for said, word, longer in zip(words, self.words, self.longer, strict=False)
        )


class Phrases:
    """Phrases with a meaning, found in a row of words."""

    def __init__(self, phrases: Iterable[tuple[str, Meant]]) -> None:
        self._by_start: dict[str, list[_Phrase]] = {}
        self._inside: dict[str, Meant] = {}
        for text, meant in phrases:
            if UNSPACED.search(text):
                self._inside.setdefault(fold(text), meant)
                continue
            marked = [(part.endswith("*"), fold(part)) for part in text.split()]
            marked = [(longer, one) for longer, part in marked for one in part.split()]
            words = tuple(bare(word) for _longer, word in marked)
            if words:
                longer = tuple(longer for longer, _word in marked)
                phrase = _Phrase(words, longer, text.endswith("!"), meant)
                self._by_start.setdefault(words[0][:2], []).append(phrase)

    def at(self, words: list[str], start: int, *, capitals: bool) -> Iterator[tuple[int, Meant]]:
        """Yield every phrase that begins at a word, with the place after its last word.

        Words are folded and `bare`.
        """
        for phrase in self._by_start.get(words[start][:2], ()):
            if phrase.begins(words[start : start + len(phrase.words)]) and (
                capitals or not phrase.capitals
            ):
                yield start + len(phrase.words), phrase.meant

    def inside(self, word: str) -> Iterator[tuple[str, Meant]]:
        """Yield the phrases that stand within a word of a script without spaces."""
        if UNSPACED.search(word):
            for phrase, meant in self._inside.items():
                if phrase in word:
                    yield phrase, meant


def bare(word: str) -> str:
    """Return a word without the Arabic article and one-letter words that are written on to it.

    Examples
    --------
    >>> bare("والظل") == bare("ظل"), bare("trees")
    (True, 'trees')
    """
    if "\u0600" <= word[:1] <= "\u06ff":
        for head in _ARABIC_HEADS:
            if word.startswith(head) and len(word) - len(head) >= _SHORTEST_ARABIC - 1:
                return word[len(head) :]
    return word


_NO_LANGUAGE = frozenset({"generic", "fashion"})  # lists of words that carry content


@cache
def read(name: str) -> Any:  # noqa: ANN401 -- JSON
    """Return one of the engine's word lists."""
    return json.loads((resources.files(__package__) / "words" / f"{name}.json").read_text("utf-8"))


@cache
def stopwords(language: str = "") -> frozenset[str]:
    """Return the folded words of a language that carry no content; all languages' by default."""
    lists: dict[str, str] = read("stopwords")
    chosen = (
        [lists[language]] if language else [t for k, t in lists.items() if k not in _NO_LANGUAGE]
    )
    return frozenset(fold(word) for text in chosen for word in text.split())


@cache
def generic() -> frozenset[str]:
    """Return words that every record could be found by, such as ``city``."""
    return frozenset(read("stopwords")["generic"].split())


@cache
def fashion() -> frozenset[str]:
    """Return adjectives that say nothing beside another word: ``smart`` parking is parking."""
    return frozenset(fold(word) for word in read("stopwords")["fashion"].split())


@cache
def thesaurus() -> Phrases:
    """Return what people say for the subjects of city government, with the records' own terms.

    The meaning's name is the subject, its values are the English terms that records use.
    """
    phrases: list[tuple[str, Meant]] = []
    for name, line in read("thesaurus").items():
        terms, _bar, said = line.partition(" | ")
        meant = Meant("subject", name, tuple(term.strip() for term in terms.split(";")))
        phrases += [(phrase, meant) for part in said.split(",") if (phrase := part.strip())]
    return Phrases(phrases)


@cache
def size_words() -> dict[str, str]:
    """Return the class of size by adjective."""
    return {word: name for name, words in read("cues")["size-word"].items() for word in words}


@cache
def city_words() -> frozenset[str]:
    """Return the words for a city or town."""
    return frozenset(read("cues")["city-word"])


@cache
def cues() -> Phrases:
    """Return the phrases for outcome, size, price, kind of record, theme, region and country."""
    return Phrases([*_cue_phrases(), *_place_phrases()])


def _cue_phrases() -> Iterator[tuple[str, Meant]]:
    for kind in ("outcome", "size", "price", "record-kind"):
        for name, phrases in read("cues")[kind].items():
            yield from ((phrase, Meant(kind, name)) for phrase in phrases)
    for theme, phrases in read("themes").items():
        yield from ((phrase, Meant("theme", theme, (theme,))) for phrase in phrases)


def _place_phrases() -> Iterator[tuple[str, Meant]]:
    places = read("places")
    for name, region in places["regions"].items():
        meant = Meant("region", name, tuple(region["countries"].split()))
        yield from ((phrase, meant) for phrase in region["words"])
    for name, group in places["states"].items():
        states = tuple(f"{group['country']}:{state}" for state in group["states"].split("|"))
        yield from ((phrase, Meant("region", name, states)) for phrase in group["words"])
    for code, phrases in places["adjectives"].items():
        yield from ((phrase, Meant("country", code, (code,))) for phrase in phrases)
