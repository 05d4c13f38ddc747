"""Mend typing errors against the words of the index.

A word is touched only when nothing knows it: not the index, not the gazetteer, not the embedding
model's own vocabulary; and only in a script that the index holds and in a question that is not in
another language than the index's main one, since an unknown word of another language is no error.
The mended word is the nearest by optimal string alignment (a swap of neighbours counts once), among
equals the one that most records use.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from decapolis.engines.retrieval.words import stopwords
from decapolis.engines.text import fold

SHORTEST = 4
LONG = 9
MOST_WORDS = 40
_ENDINGS = ("s", "es", "ed", "ing", "ly", "ies")
_FOREIGN = ("es", "fr", "de", "pt", "it", "nl", "pl", "sv", "da", "tr")


@dataclass(frozen=True)
class Vocabulary:
    """The folded words of the index and in how many entries each stands."""

    counts: Mapping[str, int]
    _shelves: dict[tuple[str, int], list[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shelves: dict[tuple[str, int], list[str]] = {}
        for word in self.counts:
            if len(word) >= SHORTEST and word.isalpha() and word.isascii():
                shelves.setdefault((word[0], len(word)), []).append(word)
        object.__setattr__(self, "_shelves", shelves)

    def near(self, word: str) -> str | None:
        """Return the likeliest word meant, or ``None`` where none is near enough.

        One error in words of up to eight letters, two in longer ones; the first letter must be
        right unless the first two were swapped. Another ending alone is no error.
        """
        errors = 1 if len(word) < LONG else 2
        best: tuple[float, int, str] | None = None
        for first in dict.fromkeys(word[:2]):
            for length in range(len(word) - errors, len(word) + errors + 1):
                for other in self._shelves.get((first, length), ()):
                    distance = OSA.distance(word, other, score_cutoff=errors)
                    if distance > errors or (first != word[0] and distance > 1):
                        continue
                    if _same_but_ending(word, other):
                        continue
                    found = (distance, -self.counts[other], other)
                    if best is None or found < best:
                        best = found
        return best[2] if best else None


def mend(
    text: str, vocabulary: Vocabulary, *, knows: Callable[[str], bool] = lambda _word: False
) -> str:
    """Return the text with its misspelt words mended; the same text where there are none.

    Parameters
    ----------
    knows
        Whether a folded word is known outside the index: a place, a word of the language.

    Examples
    --------
    >>> index = Vocabulary({"street": 9, "lights": 4, "electric": 7})
    >>> mend("stret lihgts", index)
    'street lights'
    >>> mend("straat", Vocabulary({"street": 9}))
    'straat'
    >>> mend("electirc busses", index)
    'electric busses'
    """
    pieces = text.split(" ")
    if len(pieces) > MOST_WORDS or _is_foreign(pieces):
        return text
    return " ".join(_mended(piece, vocabulary, knows) for piece in pieces)


def _same_but_ending(word: str, other: str) -> bool:
    if word[-1] == word[-2]:
        return False
    short, long = sorted((word, other), key=len)
    return long.startswith(short) or (len(short) >= LONG and long.startswith(short[:-1]))


def _is_foreign(pieces: list[str]) -> bool:
    """Tell whether the small words are of another language than English."""
    words = {fold(piece) for piece in pieces}
    english = len(words & stopwords("en"))
    return any(len(words & stopwords(language)) > english for language in _FOREIGN)


def _bases(word: str) -> Iterator[str]:
    """Yield a word and what it may be formed from: rotting, rott, rotte, rot."""
    yield word
    for ending in _ENDINGS:
        if (
            word.endswith(ending)
            and not word.endswith("ss")
            and len(word) - len(ending) >= SHORTEST - 1
        ):
            base = word[: -len(ending)]
            yield from (base, base + "e", base + "y")
            if base[-1] == base[-2]:
                yield base[:-1]


def _mended(piece: str, vocabulary: Vocabulary, knows: Callable[[str], bool]) -> str:
    bare = piece.strip(".,;:!?\"'()")
    word = bare.lower()
    if len(word) < SHORTEST or not (word.isalpha() and word.isascii()):
        return piece
    if word in stopwords() or any(
        known in vocabulary.counts or knows(known) for known in _bases(word)
    ):
        return piece
    better = vocabulary.near(word)
    return piece.replace(bare, better) if better else piece
