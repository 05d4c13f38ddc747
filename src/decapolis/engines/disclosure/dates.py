"""Find years and dates: with them a failure is looked up in a newspaper."""

import re
from collections.abc import Iterator

from decapolis.engines.disclosure.kinds import Span
from decapolis.engines.disclosure.lists import words_of
from decapolis.engines.disclosure.reading import LATIN, Reading, Token

_TITLE_MONTHS = words_of("months with a capital")  # English and German ones
_ANY_MONTHS = words_of("months")  # of languages that write them small
_OTHER_WORDS_TOO = words_of("months that are words")
_TITLE_DAYS = words_of("days with a capital")
_ANY_DAYS = words_of("days")
_HALF_DAYS = {"feira", "feiras"}
_YEAR = r"(?:1[89]|20)\d\d"
_OF = r"(?:(?:of|de|del|di|van|the|den|der)\s){0,2}"
_DAY_BEFORE = re.compile(rf"(?<![\w.,])\d{{1,2}}(?:st|nd|rd|th|er|\.|º|ª)?\s{_OF}\Z")
_DAY_WORD_BEFORE = re.compile(r"(?<!\w)(?:segunda|terça|quarta|quinta|sexta)s?-\Z", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?:\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?![\d{LATIN}]))?(?:\.?,?\s{_OF}(?:{_YEAR}(?!\d)|'\d\d))?"
)
_LOOK_BACK = 16
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?(?![\d/-])"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?![\d/-])"
    r"|\d{1,2}\.\d{1,2}\.(?!\d)"
    rf"|(?:0?[1-9]|1[0-2])[-/.]{_YEAR}(?![\d/-])"
    rf"|{_YEAR}[-/](?:0[1-9]|1[0-2])(?![\d/-]))"
    r"|(?<![\d.,:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])"
    rf"|(?<!\w)[1-4][QTH][\s/.'-]{{0,2}}(?:{_YEAR}|\d\d\b)?(?![{LATIN}\d])"
)
_QUARTER = re.compile(
    rf"[QTH][1-4](?:[\s/.'-]{{0,2}}(?:{_YEAR}|\d\d\b))?(?![{LATIN}\d])"
    r"|FY\s?'?\d{2}(?:\d\d)?(?:[/-]\d{2,4})?(?!\d)"
)
_ASIAN_SIGNS = re.compile(r"[年月曜期년ศهـ]")
_ASIAN = re.compile(
    r"\d{2,4}\s?年(?:度)?(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?"
    r"|(?:令和|平成|昭和|民國|民国)\s?(?:\d+|元)\s?年?(?:度)?(?:\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?)?"
    r"|(?<!\d)\d{1,2}\s?月(?:\s?\d{1,2}\s?日)|(?<!\d)(?:1[0-2]|[1-9])月|[月火水木金土日]曜日?"
    r"|星期[一二三四五六日天]|(?:1[89]|20)\d\d\s?년(?:\s?\d{1,2}\s?월(?:\s?\d{1,2}\s?일)?)?"
    r"|พ\.?ศ\.?\s?\d{4}|\b1[34]\d\d\s?هـ"
)
_UNITS = r"(?:%|km|m²|m2|m³|kW|MW|kWh|MWh|lm\b|lx\b|Hz|MHz|GHz|mm|cm|kg|ppm)"
_YEARS = re.compile(
    rf"(?<![{LATIN}\d])(?<!\d[.,]){_YEAR}(?:er|s)?"
    rf"(?:\s?[-/]\s?(?:{_YEAR}|\d\d)(?!\d))?(?![\d{LATIN}])(?![.,]\d)(?!\s?{_UNITS})"
)
_COUNTED = re.compile(r"\s(?!(?:this|thus|plus|always|across|towards|versus)\b)[a-z]{3,}s(?!\w)")
_COUNTS = re.compile(
    r"(?<![^\W\d_])(?:about|around|roughly|approximately|some|nearly|almost|over|more than"
    r"|fewer than|less than|at least|up to)\s\Z",
    re.IGNORECASE,
)
_NO_TIME = re.compile(
    r"(?<![^\W\d_])(?!(?:in|since|by|until|till|from|to|of|after|before|during|and|between|year|the"
    r"|mid|late|early|for|de|desde|en|depuis|seit|im|ab)\s)[a-z]{2,}\s\Z"
)
_SHORT_YEAR = re.compile(r"(?<![\w'])'\d\d(?!\w)")


def find_dates(reading: Reading) -> Iterator[Span]:
    """Yield dates, months, weekdays, times of day and years; they may overlap.

    A number of four digits from 1800 to 2099 that has neither a separator nor a common unit is
    taken for a year, although some count something; only where English says that it counts, as in
    ``over 1850 lamps`` and ``bought 2000 lamps``, it is none.
    """
    text = reading.text
    for found in (*reading.at_runs(_NUMERIC), *reading.at_capitals(_QUARTER)):
        yield Span(found.start(), found.end(), "date")
    for token in reading.of_words(_TITLE_MONTHS | _ANY_MONTHS | _OTHER_WORDS_TOO):
        yield from _month(text, token)
    yield from _weekdays(reading)
    if _ASIAN_SIGNS.search(text):
        for found in _ASIAN.finditer(text):
            yield Span(found.start(), found.end(), "date")
    for found in (*reading.at_runs(_YEARS), *_SHORT_YEAR.finditer(text)):
        if not _counts(text, found):
            yield Span(found.start(), found.end(), "year")


def _counts(text: str, found: re.Match[str]) -> bool:
    """Tell whether what looks like a year counts something; hundreds are likelier to."""
    if not (found[0].isdecimal() and _COUNTED.match(text, found.end())):
        return False
    begin = max(found.start() - _LOOK_BACK, 0)
    is_said = _COUNTS.search(text, begin, found.start()) is not None
    return is_said or (
        found[0].endswith("00") and _NO_TIME.search(text, begin, found.start()) is not None
    )


def _weekdays(reading: Reading) -> Iterator[Span]:
    for token in reading.of_words(_TITLE_DAYS | _ANY_DAYS):
        begin = max(token.start - _LOOK_BACK, 0)
        before = _DAY_WORD_BEFORE.search(reading.text, begin, token.start)
        if before:  # segunda-feira
            yield Span(before.start(), token.end, "date")
        elif token.text[0].isupper() or token.lower in _ANY_DAYS - _HALF_DAYS:
            yield Span(token.start, token.end, "date")


def _month(text: str, token: Token) -> Iterator[Span]:
    """Yield a month with the day and the year beside it, if the word is one."""
    day = _DAY_BEFORE.search(text, max(token.start - _LOOK_BACK, 0), token.start)
    after = _AFTER.match(text, token.end)
    end = after.end() if after else token.end
    has_capital = token.text[0].isupper()
    if token.lower in _ANY_MONTHS or day or end > token.end:
        counts = token.lower not in _TITLE_MONTHS or has_capital or day is not None
    elif token.lower in _OTHER_WORDS_TOO:
        counts = has_capital and text[max(token.start - 2, 0) : token.start - 1].isalpha()
    else:
        counts = has_capital
    if counts:
        yield Span(day.start() if day else token.start, end, "date")
