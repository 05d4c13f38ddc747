"""Read years, sizes and prices out of a question: numbers with the words around them.

Works on text flattened letter by letter (`flat`), so that places in it are places in the question.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

OLDEST_YEAR = 1900
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Amount:
    """A range that was said: ``kind`` is years, size or price; an open end is infinite."""

    start: int
    end: int
    kind: str
    low: float
    high: float
    unit: str = ""


_UNDER = (
    r"(?:under|below|less than|fewer than|at most|up to|no more than|smaller than|max(?:imum)?"
    r"|menos de|por debajo de|hasta|moins de|au plus|jusqu.?a|unter|weniger als|hochstens|bis zu"
    r"|menos que|abaixo de|ate|meno di|sotto i|sotto|fino a|minder dan|onder de|tot)"
)
_OVER = (
    r"(?:over|above|more than|at least|larger than|bigger than|greater than|mas de|por encima de"
    r"|al menos|plus de|au moins|uber|mehr als|mindestens|mais de|acima de|pelo menos|piu di"
    r"|oltre|almeno|meer dan|boven de|ten minste)"
)
_BETWEEN = r"(?:between|from|entre|zwischen|von|tra|fra|tussen|de)"
_AND = r"(?:and|to|y|a|et|und|bis|e|en|tot|-|\u2013)"
_DIGITS = r"\d{1,3}(?:[.,\u00a0' ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_WORD_NUMBER = (
    r"half a|a|an|one|two|three|five|ten|un|una|une|uno|eine|ein|einer|um|uma|een|medio|dos|deux"
    r"|zwei"
)
_SCALE = (
    r"billions?|milliards?|milliarden?|mil millones|miliardi|miljard|bn"
    r"|millions?|millon(?:es)?|mill|millionen?|milhao|milhoes|milion[ei]|miljoen|mln|mio|m"
    r"|thousand|mil|mille|tausend|mila|duizend|k"
)
_NUMBER = rf"(?:(?:{_DIGITS})\s?(?:(?:{_SCALE})\b)?|(?:{_WORD_NUMBER})\s(?:{_SCALE})\b)"
_MONEY = (
    r"us dollars?|dollars?|dolares|usd|us\$|\$|euros?|eur|\u20ac|pounds?|pound sterling|gbp|\u00a3"
    r"|libras?|pesos?|reais|yen|rupees?|francs?|chf|cad|aud"
)
_PEOPLE = (
    r"people|inhabitants?|residents?|population|citizens|habitantes?|habitants?|personas|pessoas"
    r"|einwohnern?|einwohner\w*|abitanti|inwoners"
)
_PLACES = (
    r"cit(?:y|ies)|towns?|municipalit(?:y|ies)|communities|ciudad(?:es)?|municipios|villes?|communes"
    r"|stadt(?:e|en)?|gemeinden|cidades?|citta|comuni|steden|gemeenten"
)
_LIMITED = re.compile(
    rf"\b(?P<way>{_UNDER}|{_OVER})\s(?P<before>{_MONEY})?\s?(?P<number>{_NUMBER})"
    rf"\s?(?:of\s|de\s|d')?(?P<after>(?:{_MONEY}|{_PEOPLE})(?!\w))?"
)
_RANGED = re.compile(
    rf"\b(?:{_BETWEEN}\s|of\s)?(?P<before>{_MONEY})?\s?(?P<low>{_NUMBER})\s?{_AND}\s?"
    rf"(?P<number>{_NUMBER})\s?(?:of\s|de\s|d')?(?P<after>(?:{_MONEY}|{_PEOPLE})(?!\w))"
)
_ONE_PRICE = re.compile(
    rf"(?P<before>[$\u20ac\u00a3])\s?(?P<number>{_NUMBER})|(?P<plain>{_NUMBER})\s?(?:of\s|de\s|d')?"
    rf"(?P<after>(?:{_MONEY})(?!\w))"
)
_YEAR = r"(?:19|20)\d\d"
_SINCE = (
    rf"\b(?:started |begun |launched |opened )?(?:since|from|after|desde|a partir de|despues de"
    rf"|depuis|apres|seit|ab|nach|depois de|dal|dopo il|sinds|vanaf|na)\s(?P<since>{_YEAR})\b"
)
_YEARS = re.compile(
    rf"\b(?:{_BETWEEN}\s)?(?P<first>{_YEAR})\s?{_AND}\s?(?P<last>{_YEAR})\b"
    rf"|\b(?:(?:started|begun|launched)\s)?(?:in\s)?(?P<onwards>{_YEAR})\s"
    rf"(?:or later|or after|onwards?|and later|and after|o despues|et apres|und spater|e oltre)\b"
    rf"|{_SINCE}"
    rf"|\b(?:before|until|antes de|avant|vor|prima del|voor|antes do)\s(?P<before>{_YEAR})\b"
    rf"|\b(?:started |launched |begun )?(?:in|en|im jahr|im|nel|em|in het jaar)\s"
    rf"(?P<only>{_YEAR})\b"
    r"|\b(?:in the |over the )?(?:last|past)\s(?P<lately>two|three|five|ten|\d{1,2}) years\b"
)
_SMALL_NUMBERS = {"two": 2, "three": 3, "five": 5, "ten": 10}
_WORD_VALUES = {
    "half a": 0.5, "medio": 0.5, "two": 2, "dos": 2, "deux": 2, "zwei": 2, "three": 3, "five": 5,
    "ten": 10,
}  # fmt: skip
_CURRENCIES = (
    (("$", "dollar", "dolar", "usd", "us$"), "USD"), (("\u20ac", "eur"), "EUR"),
    (("\u00a3", "pound", "gbp", "libra"), "GBP"), (("peso",), "MXN"), (("reais",), "BRL"),
    (("yen",), "JPY"), (("rupee",), "INR"), (("chf", "franc"), "CHF"), (("cad",), "CAD"),
    (("aud",), "AUD"),
)  # fmt: skip


def flat(text: str) -> str:
    """Return the text in small letters without accents, letter for letter.

    Examples
    --------
    >>> flat("más de 1 M€, Città")
    'mas de 1 m€, citta'
    """
    return "".join(_flat_letter(letter) for letter in text)


def _flat_letter(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    plain = (parts[0] if all(map(unicodedata.combining, parts[1:])) else letter).lower()
    return plain if len(plain) == 1 else letter


def amounts(text: str, *, today: date) -> Iterator[Amount]:
    """Yield the years, sizes and prices that a flattened text names, from left to right, apart.

    Examples
    --------
    >>> [(a.kind, a.low, a.high) for a in amounts("since 2020", today=date(2026, 1, 1))]
    [('years', 2020, inf)]
    >>> [(a.kind, a.high, a.unit) for a in amounts("under 1.5 million euros", today=date.today())]
    [('price', 1500000.0, 'EUR')]
    >>> [(a.kind, a.low) for a in amounts("cities over a million", today=date.today())]
    [('size', 1000000.0)]
    """
    found = [*_years(text, today), *_limited(text), *_ranged(text), *_single_prices(text)]
    taken = -1
    for amount in sorted(found, key=lambda a: (a.start, -a.end)):
        if amount.start >= taken:
            taken = amount.end
            yield amount


def _years(text: str, today: date) -> Iterator[Amount]:
    for match in _YEARS.finditer(text):
        part = {name: value for name, value in match.groupdict().items() if value}
        if "first" in part:
            low, high = float(part["first"]), float(part["last"])
        elif "lately" in part:
            count = _SMALL_NUMBERS.get(part["lately"]) or int(part["lately"])
            low, high = today.year - count, math.inf
        elif "before" in part:
            low, high = -math.inf, int(part["before"]) - 1
        elif "only" in part:
            low = high = int(part["only"])
        else:
            low, high = int(part.get("onwards") or part["since"]), math.inf
        if low <= high and max(low, OLDEST_YEAR) <= today.year:
            yield Amount(match.start(), match.end(), "years", low, high)


def _limited(text: str) -> Iterator[Amount]:
    for match in _LIMITED.finditer(text):
        value = number(match["number"])
        kind, unit = _kind(text, match, value)
        if kind:
            under = re.fullmatch(_UNDER, match["way"])
            low, high = (-math.inf, value) if under else (value, math.inf)
            yield Amount(match.start(), match.end(), kind, low, high, unit)


def _ranged(text: str) -> Iterator[Amount]:
    for match in _RANGED.finditer(text):
        high = number(match["number"])
        low = number(match["low"])
        kind, unit = _kind(text, match, high)
        if low < high / 1000 and high >= 1000:  # noqa: PLR2004 -- "1 to 5 million"
            low *= 10 ** (3 * int(math.log10(high) // 3))
        if kind and low <= high:
            yield Amount(match.start(), match.end(), kind, low, high, unit)


def _single_prices(text: str) -> Iterator[Amount]:
    for match in _ONE_PRICE.finditer(text):
        value = number(match["number"] or match["plain"])
        if value >= 1000:  # noqa: PLR2004 -- less is a fare or a fee, not a project
            unit = currency(match["before"] or match["after"])
            yield Amount(match.start(), match.end(), "price", value / 3, value * 3, unit)


def _kind(text: str, match: re.Match[str], value: float) -> tuple[str, str]:
    """Tell what a number counts: money, people of a city, or neither."""
    unit = match["before"] or match["after"] or ""
    if re.fullmatch(_PEOPLE, unit):
        return "size", ""
    if unit:
        return "price", currency(unit)
    near = text[max(0, match.start() - 24) : match.start()]
    if value >= 10_000 and re.search(rf"\b(?:{_PLACES})\W+(?:\w+\W+)?$", near):  # noqa: PLR2004 -- no city
        return "size", ""
    return "", ""


def currency(word: str) -> str:
    """Return the ISO code of a currency's word or sign; dollars where it is not known."""
    return next((code for signs, code in _CURRENCIES if word.startswith(signs)), "USD")


def number(text: str) -> float:
    """Return what a written number stands for.

    Examples
    --------
    >>> [number(t) for t in ("100,000", "1.5 million", "half a million", "250k", "3 mil millones")]
    [100000.0, 1500000.0, 500000.0, 250000.0, 3000000000.0]
    """
    match = re.match(rf"(?P<digits>{_DIGITS})|(?P<word>{_WORD_NUMBER})", text)
    if match is None:
        return math.nan
    scale = text[match.end() :].strip()
    return (
        _digits(match["digits"]) * _scale(scale)
        if match["digits"]
        else (_WORD_VALUES.get(match["word"], 1) * _scale(scale))
    )


def _digits(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[.,\u00a0' ]\d{3})+", text):
        return float(re.sub(r"\D", "", text)[:_MOST_DIGITS])
    return float(text.replace(",", ".")[:_MOST_DIGITS])


def _scale(word: str) -> float:
    if word.startswith(("billion", "milliard", "mil millones", "miliard", "miljard", "bn")):
        return 1e9
    if word.startswith(("million", "millon", "mill", "milh", "milion", "miljoen", "mln", "mio")):
        return 1e3 if word == "mille" else 1e6
    if word in {"thousand", "mil", "tausend", "mila", "duizend", "k"}:
        return 1e3
    return 1e6 if word == "m" else 1.0
