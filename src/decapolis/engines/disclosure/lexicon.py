"""Words that name nobody: ordinary ones, those of offices and firms, general abbreviations."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache, cached_property

from decapolis.engines.disclosure.kinds import Span
from decapolis.engines.disclosure.letters import is_unspaced
from decapolis.engines.disclosure.lists import words_of
from decapolis.engines.disclosure.reading import Reading
from decapolis.engines.retrieval.words import stopwords
from decapolis.engines.text import fold

_LANGUAGES = ("en", "de", "es", "fr", "pt", "it", "nl")
_ENDINGS = ("s", "d", "ed")
_PLURALS = ("s", "es", "n", "en")
_SHORT = 4  # letters of a word that is likelier the ordinary one than the name
_NOUN_ENDINGS = (
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen",
    "itat", "itaten",
)  # fmt: skip
_NOUN_CASES = ("", "s", "es", "e", "en", "n", "er", "ern", "nen", "innen")
_JOINTS = ("", "s", "n", "en", "es", "er", "e")
_LEAST_STEM = 5
_LEAST_PART = 3
_LONGEST_CODE = 20
_WRITTEN = re.compile(r"(?<![\w./-])[\w./-]+\Z")
_WRITTEN_ON = re.compile(r"[\w./-]+")
_LONGEST = 60  # letters; no German noun of administration is longer, and splitting them takes time


@cache
def _shipped() -> frozenset[str]:
    common = (f"common {language}" for language in _LANGUAGES)
    lists = (*common, "nouns", "generic", "neutral")
    return stopwords().union(*map(words_of, lists))


class Lexicon:
    """The words that come with the engine, and those that the caller knows.

    Words are folded throughout.
    """

    def __init__(self, known: Collection[str] = ()) -> None:
        given = (known,) if isinstance(known, str) else known
        self._codes = {
            piece.casefold()
            for phrase in (*given, *words_of("general"))
            for piece in phrase.split()
            if any(map(str.isdecimal, piece)) and not piece.isdecimal()
        }
        rows = [fold(phrase).split() for phrase in given]
        self._own = {word for words in rows for word in (*words, "".join(words))}

    @cached_property
    def _known(self) -> frozenset[str]:
        general = words_of("general")
        return frozenset({*self._own, *general, *(w for g in general for w in fold(g).split())})

    def is_known(self, word: str) -> bool:
        """Tell whether the caller or general knowledge has a word, or its singular."""
        return word in self._known or any(
            word.endswith(ending) and word[: -len(ending)] in self._own
            for ending in _PLURALS
            if len(word) > len(ending) + 1
        )

    def is_ordinary(self, word: str, *, begins_with_name: bool = False) -> bool:
        """Tell whether a word that has a name's letters in it is none: ``comparison`` for Paris.

        Where the word begins with the name only the engine's own lists can say so.
        """
        return word in _shipped() or (not begins_with_name and word in self._known)

    def is_common(self, word: str) -> bool:
        """Tell whether a sentence may well begin with a word, listed so or with an ending."""
        return word in _shipped() or any(word + ending in _shipped() for ending in _ENDINGS)

    def is_neutral(self, word: str) -> bool:
        """Tell whether a word names an office that every city has, as in ``the City Council``."""
        return word in words_of("neutral")

    def is_distinctive(self, word: str) -> bool:
        """Tell whether a word of a longer name can give the name away by itself."""
        least = 2 if is_unspaced(word) else _LEAST_PART
        is_ordinary = word.isdecimal() or word in _shipped() or word in self._known
        return len(word) >= least and not is_ordinary

    def is_careful(self, name: str) -> bool:
        """Tell whether a squeezed name is also an ordinary word, so that only a capital tells."""
        if is_unspaced(name):
            return False
        return (
            len(name) < _LEAST_PART
            or name in stopwords()
            or name in words_of("generic")
            or (len(name) <= _SHORT and name in _shipped())
        )

    def is_joinable(self, part: str) -> bool:
        """Tell whether the rest of a word in which a short name stands is a word: ``lyoncity``."""
        return part in _shipped() or part in self._known or part in {"cityof", "villede"}

    def general(self, reading: Reading) -> Iterator[Span]:
        """Yield general names with digits in them, which are no numbers: CO2, 24/7, PM2.5."""
        end = 0
        for place in reading.runs:
            found = _WRITTEN.search(reading.text, max(place - _LONGEST_CODE, end, 0), place + 1)
            rest = _WRITTEN_ON.match(reading.text, place)
            if place < end or found is None or rest is None:
                continue
            word = reading.text[found.start() : rest.end()].rstrip(".-/")
            if word.casefold() in self._codes:
                end = found.start() + len(word)
                yield Span(found.start(), end, "")

    def is_german_noun(self, word: str) -> bool:
        """Tell whether a word that German writes with a capital is an ordinary noun.

        By a list, by an ending that makes abstract nouns, or as a compound of such words.
        """
        if len(word) > _LONGEST:
            return False
        if any(word.endswith(end) and len(word) >= len(end) + _LEAST_STEM for end in _NOUN_ENDINGS):
            return True
        return self._is_compound(word)

    def _is_compound(self, word: str) -> bool:
        """Split from the right: what remains in front must be made of nouns, too."""
        nouns = words_of("nouns")
        fits = [False] * (len(word) + 1)  # whether word[place:] can be read
        for place in range(len(word) - _LEAST_PART, -1, -1):
            for end in range(place + _LEAST_PART, len(word) + 1):
                part = word[place:end]
                if part not in nouns and part not in self._own:
                    continue
                rest = word[end:]
                if rest in _NOUN_CASES or any(
                    rest.startswith(joint) and fits[end + len(joint)] for joint in _JOINTS
                ):
                    fits[place] = True
                    break
        return fits[0]


@cache
def _by_language() -> Mapping[str, frozenset[str]]:
    return {language: stopwords(language) for language in _LANGUAGES}


def languages_of(words: Counter[str]) -> tuple[str, ...]:
    """Return the languages that a text's small words speak, likeliest first; all where none does.

    Examples
    --------
    >>> languages_of(Counter("wir haben die lampen nicht bezahlt".split()))
    ('de',)
    """
    counts = {
        language: sum(count for word, count in words.items() if word in own)
        for language, own in _by_language().items()
    }
    best = max(counts.values())
    ranked = sorted(counts, key=counts.__getitem__, reverse=True)
    return tuple(one for one in ranked if counts[one] >= 0.6 * best)


def small_words(languages: Collection[str]) -> frozenset[str]:
    """Return the words without content of some languages."""
    return frozenset[str]().union(*(_by_language()[language] for language in languages))
