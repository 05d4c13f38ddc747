"""Round numbers to one significant digit, as they are written in many languages."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from decapolis.engines.disclosure.kinds import DisclosureInputError, Span
from decapolis.engines.disclosure.reading import Reading
from decapolis.engines.disclosure.wording import Figure, spans_of

_THIN = "\u00a0"  # between the thousands of a rounded number that had nothing there
_GROUP = 3  # digits
DIGITS = (
    r"(?:[1-9]\d{0,2}(?P<group>[.,' ])\d{3}(?:(?P=group)\d{3})*(?P<rest>[.,]\d+)?(?!\d)"
    r"|(?P<indian>[1-9]\d?(?:,\d\d)+,\d{3}(?!\d))|\d+(?:[.,]\d+)?)"
)
_PERCENT = (
    r"(?:\s?[%‰]|\s?-?(?:percent|per cent|percentage|pct|prozent|por ciento|por cento|pour cent"
    r"|per cento|procent|パーセント|بالمئة|بالمائة|في المئة|في المائة)(?![a-z]))"
)
_MYRIADS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
_DECIMAL = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MYRIAD = rf"{_DECIMAL}\s?[十百千万萬億亿]+"
_COMPOUND = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:{_MYRIAD}){{2,}}(?:\d+)?|(?<!\d)(?<!\d[.,]){_MYRIAD}\d+"
)
_PIECE = re.compile(rf"({_DECIMAL})\s?([十百千万萬億亿]*)")
_NUMBER = re.compile(rf"(?<!\d)(?<!\d[.,]){DIGITS}(?P<percent>{_PERCENT})?", re.IGNORECASE)
_INDIAN = frozenset({"lakh", "lakhs", "lac", "lacs", "crore", "crores"})
_BEFORE_INDIAN = re.compile(rf"(?<!\d)(?<!\d[.,]){DIGITS}\s?\Z")
_MYRIAD_SIGNS = re.compile("[十百千万萬億亿]")
_BEFORE = 24  # signs; no number before such a word has more
_LEAST, _MOST = 10, 1000  # between them percentages go to the nearest ten
_NEARLY_ALL, _ALL = 95, 100  # per cent; what is not all is not told as all


def coarse(value: float) -> float:
    """Round a number to one significant digit, halves away from zero.

    Parameters
    ----------
    value : float
        In any unit; the sign is kept and 0 stays 0.

    Returns
    -------
    float
        In the unit of ``value``. Where the nearest is more than a float can hold, the next one
        towards zero.

    Raises
    ------
    DisclosureInputError
        The number is not finite.

    Examples
    --------
    >>> coarse(1234), coarse(-0.0355), coarse(95), coarse(0)
    (1000.0, -0.04, 100.0, 0.0)
    """
    if not math.isfinite(value):
        raise DisclosureInputError(f"{value} cannot be rounded: give a finite number.")
    exact = Decimal(repr(float(value)))
    rounded = float(_one_digit(exact))
    return rounded if math.isfinite(rounded) else float(_one_digit(exact, ROUND_DOWN))


def _one_digit(value: Decimal, how: str = ROUND_HALF_UP) -> Decimal:
    if not value:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted()), rounding=how)


def find_numbers(
    reading: Reading, *, about: str, written: str, hidden: Iterable[Span] = ()
) -> Iterator[Span]:
    """Yield numbers of more than one significant digit, with what to write for each.

    Parameters
    ----------
    reading : Reading
    about : str
        What to write in front, unless a word like it stands there.
    written : str
        The same text with its own signs, letter for letter.
    hidden : iterable of Span, optional
        What is taken out anyway, such as dates: the words around its numbers stay.
    """
    text = reading.text
    gone = {place for span in hidden for place in range(span.start, span.end)}
    taken: set[int] = set()
    figures: list[Figure] = []
    for token in reading.of_words(_INDIAN):  # said in one part of the world
        if before := _BEFORE_INDIAN.search(text, max(token.start - _BEFORE, 0), token.start):
            taken.update(range(before.start(), token.end))
            yield Span(before.start(), token.end, "number")
    for found in _COMPOUND.finditer(text) if _MYRIAD_SIGNS.search(text) else ():
        taken.update(range(*found.span()))
        new = _myriads(found[0])
        figures.append(Figure(*found.span(), found[0], new if new != found[0] else ""))
    for found in reading.at_runs(_NUMBER):
        if found.start() not in taken:
            taken.update(range(*found.span()))
            figures.append(_rounded(found, written))
    ordered = sorted(
        (replace(one, is_hidden=not gone.isdisjoint(range(one.start, one.end))) for one in figures),
        key=lambda one: one.start,
    )
    yield from spans_of(ordered, about=about, text=text)


def _rounded(found: re.Match[str], written: str) -> Figure:
    """Return a found number rounded in its own layout."""
    percent = found["percent"] or ""
    end = found.end() - len(percent)
    digits = found.string[found.start() : end]
    group = found["group"] or ("," if found["indian"] else "")
    bare = digits.replace(group, "") if group and not found["rest"] else digits
    if found["rest"]:
        bare = digits[: -len(found["rest"])].replace(group, "") + found["rest"]
    value = Decimal(bare.replace(",", "."))
    rounded = _rounded_percent(value) if percent else _one_digit(value)
    whole = Figure(*found.span(), written[slice(*found.span())], "")
    if rounded == value:
        return whole
    own = written[found.start() : end]
    zero = ord(own[0]) - unicodedata.decimal(own[0])
    if 0 < rounded < 1:  # as long as it was before, or shorter
        new = own[0] + own[1] + f"{rounded:f}"[2:]
    else:
        separator = own[found.start("group") - found.start()] if found["group"] else group or _THIN
        new = _grouped(f"{rounded.to_integral_value():f}", separator)
    own_digits = "".join(chr(zero + int(one)) if one in "0123456789" else one for one in new)
    is_least = bool(percent) and _NEARLY_ALL <= value < _ALL
    return replace(whole, new=own_digits + written[end : found.end()], is_least=is_least)


def coarse_percent(value: float) -> float:
    """Round a percentage as it is rounded in a text: to the nearest ten, yet never up to all.

    Parameters
    ----------
    value : float
        In per cent; the sign is kept.

    Returns
    -------
    float
        Below ten a whole number, from a thousand on one significant digit.

    Raises
    ------
    DisclosureInputError
        The number is not finite.

    Examples
    --------
    >>> coarse_percent(-97), coarse_percent(37.5), coarse_percent(3.5), coarse_percent(100)
    (-90.0, 40.0, 4.0, 100.0)
    """
    if not math.isfinite(value):
        raise DisclosureInputError(f"{value} cannot be rounded: give a finite number.")
    return math.copysign(float(_rounded_percent(abs(Decimal(repr(float(value)))))), value)


def _rounded_percent(value: Decimal) -> Decimal:
    if _NEARLY_ALL <= value < _ALL:
        return Decimal(_ALL - 10)
    if value < _LEAST:
        return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if value < _MOST:
        return (value / 10).quantize(Decimal(1), rounding=ROUND_HALF_UP) * 10
    return _one_digit(value)


def _grouped(digits: str, separator: str) -> str:
    first = len(digits) % _GROUP or _GROUP
    rest = (digits[place : place + _GROUP] for place in range(first, len(digits), _GROUP))
    return separator.join((digits[:first], *rest))


def _myriads(written: str) -> str:
    """Round a number with Chinese signs for tens and more: 1万2千 becomes 1万."""
    pieces = [
        (Decimal(digits.replace(",", "")), math.prod(_MYRIADS[sign] for sign in signs), signs)
        for digits, signs in _PIECE.findall(written)
    ]
    _first, scale, signs = pieces[0]
    value = sum((digits * own for digits, own, _signs in pieces), Decimal(0)) / scale
    return f"{_one_digit(value).to_integral_value():f}{signs}"
