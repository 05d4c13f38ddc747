"""Find money: a currency tells the country, an amount the contract."""

import re
from collections.abc import Iterator

from decapolis.engines.disclosure.kinds import Span
from decapolis.engines.disclosure.lists import words_of
from decapolis.engines.disclosure.reading import Reading

_SIGNS = re.compile(
    r"(?:(?<![^\W\d_])(?:US|CA?|AU?|NZ|HK|S|R|MX|[mkT]))?[$€£¥₹₽₺₩₪₫₱₴₦₡₲₵₸₭₮₼₾฿﷼¢]"
)
_CODES = words_of("currency codes")  # without those that are words: ALL, CUP, TRY ...
_NAMES = words_of("currencies")  # names of nothing else
_DOUBTFUL = words_of("currencies that are words")  # money beside a number only
_FOREIGN = re.compile("(?:ユーロ|米ドル|ドル)(?![ァ-ヺー])|人民币|欧元|美元|日元")
_FOREIGN_DOUBTFUL = re.compile("[円元圓원圆]|บาท")
_QUALIFIED = re.compile(r"(?:us[- ]?|swiss |schweizer |canadian |australian )\Z", re.IGNORECASE)
_NUMBER = r"\d(?:[\d.,']*\d)?(?:\s\d{3}(?!\d))*"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|to|bis|a|à|and|y|und|et|e)\s?{_NUMBER})?"
_SCALE = (
    r"(?:hundred|thousand|million|billion|trillion|millones|mill[oó]n|millions|billions|milliards?"
    r"|mil|mio|mrd|tsd|millionen|milliarden|tausend|mille|milhões|milhao|milhão|milhoes|bilhões"
    r"|bilhão|milioni|miliardi|miljoen|miljard|lakhs?|crores?|mi|bi|mn|mm|mln|m|bn|b|k|tn)"
    r"(?![^\W\d_])\.?"
    r"|[十百千万萬億亿만억]+|مليون|مليار|ألف|آلاف|ملايين|млн\.?|млрд\.?|тыс\.?"
)
_SCALES = rf"(?:\s?-?(?:{_SCALE})){{0,2}}"
_AFTER = re.compile(rf"\.?\s?{_RANGE}{_SCALES}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<!\d)(?<!\d[.,]){_RANGE}(?:\d*[十百千万萬億亿])*{_SCALES}(?:\s(?:de|of|di)|\sd')?[\s-]?\Z",
    re.IGNORECASE,
)
_LOOK_BACK = 60


def find_money(reading: Reading) -> Iterator[Span]:
    """Yield amounts of money, and currencies without an amount; they may overlap.

    What is also the name of something else, such as pounds, counts beside a number only.
    """
    text = reading.text
    for token in reading.tokens:
        is_sure = token.text in _CODES or token.lower in _NAMES
        if is_sure or token.lower in _DOUBTFUL:
            found_beside = _beside(text, token.start, token.end)
            if found_beside or is_sure:
                yield found_beside or _alone(token.start, token.end)
    yield from _signs(text)


def _signs(text: str) -> Iterator[Span]:
    for found in _SIGNS.finditer(text):
        yield _beside(text, found.start(), found.end()) or _alone(found.start(), found.end())
    for found in _FOREIGN.finditer(text):
        yield _beside(text, found.start(), found.end()) or _alone(found.start(), found.end())
    for found in _FOREIGN_DOUBTFUL.finditer(text):
        if before := _BEFORE.search(text, max(found.start() - _LOOK_BACK, 0), found.start()):
            yield Span(before.start(), found.end(), "amount")


def _alone(start: int, end: int) -> Span:
    return Span(start, end, "amount")


def _beside(text: str, start: int, end: int) -> Span | None:
    """Return a currency with the number before or behind it, if there is one."""
    qualified = _QUALIFIED.search(text, max(start - _LOOK_BACK, 0), start)
    first = qualified.start() if qualified else start
    before = _BEFORE.search(text, max(first - _LOOK_BACK, 0), first)
    after = _AFTER.match(text, end)
    if before or after:
        return Span(before.start() if before else first, after.end() if after else end, "amount")
    return Span(first, end, "amount") if qualified else None
