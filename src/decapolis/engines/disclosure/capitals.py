"""Find names that nobody listed by their capitals, in scripts that have them.

A word with a capital is taken for a name unless it is known, or begins a sentence and is an
ordinary word. German writes every noun with a capital: in a German text ordinary nouns stay.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum

from decapolis.engines.disclosure.kinds import Span
from decapolis.engines.disclosure.lexicon import Lexicon, languages_of, small_words
from decapolis.engines.disclosure.reading import Reading, Token

_SKIPPED = re.compile(r"[ \t\"'“”„«»(¿¡*_>~#•·-]*\Z")
_ENDS = frozenset(".!?…:;\n\r|")
_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "ste", "sr", "sra", "sta", "sto", "mme", "mlle", "ing",
    "lic", "hr", "fr", "no", "nr", "gen", "col", "gov", "sen", "rep", "hon", "rev", "dept", "bros",
    "mt", "ft", "av", "avda", "str",
})  # fmt: skip
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "herr", "herrn", "frau", "sr", "sra",
    "senor", "senora", "senhor", "senhora", "don", "dona", "monsieur", "madame", "mme", "signor",
    "signora",
})  # fmt: skip
_TIED = re.compile(r"[ \t]?[-'&/]?[ \t]?|\. ?")
_BRIDGE = re.compile(
    r"\s(?:(?:of|de|da|do|du|des|del|di|della|dos|das|la|las|los|el|le|der|den|dem|van|von|vom|zu|zur"
    r"|am|an|im|y|e|et|und|&|for|for the|of the|für|al|bin|ibn|el)\s){1,2}(?:[dl]')?"
    r"|\s[dl]'"
)
_INITIAL = 3  # letters, at most, of what a full stop may tie to a name: J. Smith, St. Louis


class _Verdict(Enum):
    """What becomes of a word: it stays, stays unless a name stands beside it, or is a name."""

    STAYS = 0
    LEANS = 1
    NAME = 2


def find_capitals(reading: Reading, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the names that capitals tell, a row of them as one.

    What was found already should be covered in the text, or it counts again.
    """
    text, tokens = reading.text, reading.tokens
    judge = _Judge(tokens, lexicon)
    verdicts = [
        _Verdict.STAYS
        if token.text == token.lower
        else judge.verdict(token, begins=_begins(text, tokens, place))
        for place, token in enumerate(tokens)
    ]
    for place, token in enumerate(tokens[1:], start=1):
        before = tokens[place - 1]
        if (
            before.folded in _TITLES
            and token.text != token.lower
            and _TIED.fullmatch(text, before.end, token.start)
        ):
            verdicts[place] = _Verdict.NAME
    _lean(text, tokens, verdicts)
    yield from _rows(text, tokens, verdicts)


class _Judge:
    """Knows the words of one text."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        small = Counter(token.folded for token in tokens if token.text == token.lower)
        languages = languages_of(small)
        self._lower = small.keys()
        self._small = small_words(languages)
        self._is_german = languages[0] == "de"

    def verdict(self, token: Token, *, begins: bool) -> _Verdict:
        """Judge a word with a capital by itself; ``begins`` tells whether a sentence does."""
        text, folded = token.text, token.folded
        if text == "I" or self._lexicon.is_known(folded):
            return _Verdict.STAYS
        is_small = folded in self._small
        if len(text) > 1 and not text[1:].islower():
            return _Verdict.NAME
        is_noun = self._is_german and self._lexicon.is_german_noun(folded)
        if is_noun or (begins and is_small):
            return _Verdict.STAYS
        if len(text) == 1:
            leans = True
        elif begins:
            leans = self._lexicon.is_common(folded) or folded in self._lower
        else:
            leans = is_small or self._lexicon.is_neutral(folded)
        return _Verdict.LEANS if leans else _Verdict.NAME


def _begins(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word begins a sentence, a line, or what stands behind a colon."""
    start = tokens[place].start
    skipped = _SKIPPED.search(text, max(start - 12, 0), start)
    last = (skipped.start() if skipped else start) - 1
    if last < 0:
        return True
    if text[last] not in _ENDS:
        return False
    before = tokens[place - 1] if place else None
    is_dotted = text[last] == "." and before is not None and before.end == last
    return not (
        is_dotted
        and before is not None
        and (before.folded in _ABBREVIATIONS or (len(before.text) == 1 and before.text.isupper()))
    )


def _lean(text: str, tokens: Sequence[Token], verdicts: list[_Verdict]) -> None:
    """Take words that stand directly beside a name for part of it: Open Oakland."""
    for order in (range(1, len(tokens)), range(len(tokens) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for place in order:
            beside = place + step
            if (
                verdicts[place] is _Verdict.LEANS
                and verdicts[beside] is _Verdict.NAME
                and _are_tied(text, tokens, min(place, beside))
            ):
                verdicts[place] = _Verdict.NAME


def _are_tied(text: str, tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a word and the next make one name as they stand."""
    here, after = tokens[place], tokens[place + 1]
    if text[here.end : here.end + 1] == "." and len(here.text) > _INITIAL:
        return False
    return _TIED.fullmatch(text, here.end, after.start) is not None


def _rows(text: str, tokens: Sequence[Token], verdicts: Sequence[_Verdict]) -> Iterator[Span]:
    """Yield rows of names, joined also by what joins them in many languages: Bank of America."""
    names = [place for place, verdict in enumerate(verdicts) if verdict is _Verdict.NAME]
    row: list[int] = []
    for place in names:
        if row and not _belongs(text, tokens, row[-1], place):
            yield Span(tokens[row[0]].start, tokens[row[-1]].end, "name")
            row = []
        row.append(place)
    if row:
        yield Span(tokens[row[0]].start, tokens[row[-1]].end, "name")


def _belongs(text: str, tokens: Sequence[Token], place: int, after: int) -> bool:
    if after == place + 1:
        return _are_tied(text, tokens, place)
    return _BRIDGE.fullmatch(text, tokens[place].end, tokens[after].start) is not None
