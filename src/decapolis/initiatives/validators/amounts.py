"""An amount of money that stands plainly in a sentence."""

import re
from dataclasses import dataclass
from decimal import Decimal

from decapolis.library.validators import currencies

SIGNS = {"€": "EUR", "£": "GBP", "US$": "USD", "A$": "AUD", "C$": "CAD"}  # of one country each
TIMES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
SPACE = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
CODE = r"(?<![A-Za-z])(?:US\$|A\$|C\$|€|£|[A-Z]{3}\b)"
# Groups of three by commas or spaces, or by two points or more: one point may as well be decimal.
NUMBER = (
    rf"\d{{1,3}}(?:(?:,\d{{3}})+(?:\.\d{{2}})?|(?:{SPACE}\d{{3}})+|(?:\.\d{{3}}){{2,}})"
    r"|\d+(?:\.\d{1,2})?"
)
TIME = rf"(?:{SPACE}(thousand|million|billion)\b)?"
MONEY = re.compile(
    rf"({CODE}){SPACE}?({NUMBER}){TIME}(?![\d.,]*[\dA-Za-z])"
    rf"|(?<![\d.,])({NUMBER}){TIME}{SPACE}?({CODE})"
)
YEARLY = re.compile(
    r"^\W*(?:a|per|each|every|/)\s*(?:year|yr|annum)\b|^\W*(?:yearly|annually)\b", re.IGNORECASE
)
# Of one unit, of a range, or a bound: not what the line costs.
UNSURE_AFTER = re.compile(
    r"^\s*(?:(?:a|an|per|each|every|or|to)\b|[-/\N{EN DASH}+]|\d)", re.IGNORECASE
)
UNSURE_BEFORE = re.compile(
    r"(?:\d\s*(?:-|\N{EN DASH}|to|or)"
    r"|\b(?:to|over|under|above|below|than|least|most|from|between))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money that is told; ``rest`` is the text without it, where it stands at the end."""

    amount: Decimal
    currency: str
    is_yearly: bool
    rest: str


def plain_amount(text: str) -> Amount | None:
    """Return the amount that a text tells; None where it tells none, several, or not plainly.

    Examples
    --------
    >>> plain_amount("27,000 lamps: USD 9,400,000")
    Amount(amount=Decimal('9400000'), currency='USD', is_yearly=False, rest='27,000 lamps')
    >>> plain_amount("Repairs, 40 000 EUR a year").is_yearly
    True
    >>> [plain_amount(one) for one in ("EUR 400 a lamp", "up to EUR 9", "$5", "EUR 1 or EUR 2")]
    [None, None, None, None]
    """
    found = [one for one in MONEY.finditer(text) if _code(one) in currencies()]
    if len(found) != 1:
        return None
    one = found[0]
    before, after = text[: one.start()], text[one.end() :]
    is_yearly = YEARLY.match(after) is not None
    if UNSURE_BEFORE.search(before) or (UNSURE_AFTER.match(after) and not is_yearly):
        return None
    number, times = one[2] or one[4], one[3] or one[5]
    digits = re.sub(rf"(?:,|{SPACE})(?=\d{{3}})|\.(?=\d{{3}}(?:\D|$))", "", number)
    amount = Decimal(digits) * TIMES.get(times or "", 1)
    rest = text if after.strip(" .") else before.rstrip(" :,.-=\N{EN DASH}")
    return Amount(amount, _code(one), is_yearly, rest or text)


def _code(one: re.Match[str]) -> str:
    sign = one[1] or one[6]
    return SIGNS.get(sign, sign)
