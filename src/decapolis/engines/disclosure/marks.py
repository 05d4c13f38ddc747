"""Find what leads straight to somebody: addresses of every sort, handles, numbers of files."""

import re
from collections.abc import Iterator

from decapolis.engines.disclosure.kinds import Span
from decapolis.engines.disclosure.lexicon import Lexicon
from decapolis.engines.disclosure.numbers import DIGITS
from decapolis.engines.disclosure.reading import BIG, LATIN, Reading
from decapolis.engines.text import fold

_TOP = (
    "com|org|net|gov|edu|info|int|mil|biz|io|app|dev|city|museum|eu|uk|us|ca|mx|br|ar|cl|co|pe|ec"
    "|uy|py|bo|ve|cr|pa|gt|hn|ni|sv|do|cu|de|at|ch|fr|be|nl|lu|es|pt|it|ie|dk|se|no|fi|is|pl|cz|sk"
    "|hu|ro|bg|gr|hr|si|rs|ba|mk|al|me|ee|lv|lt|ru|ua|by|md|tr|il|ae|sa|qa|kw|bh|om|jo|lb|eg|ma|tn"
    "|dz|ng|ke|gh|za|tz|ug|rw|et|sn|ci|cm|in|pk|bd|lk|np|cn|hk|tw|jp|kr|sg|my|id|th|vn|ph|au|nz"
)
_REST = r"[^\s<>\[\]\0]"
_SIGNED = tuple(  # by a sign that the text must have
    (sign, kind, re.compile(pattern))
    for sign, kind, pattern in (
        ("://", "link", rf"\b(?:https?|ftp)://{_REST}+"),
        ("www.", "link", rf"\bwww\.{_REST}+"),
        (
            ".",
            "link",
            rf"(?<![\w@.-])(?:[^\W_][\w-]{{0,62}}\.){{1,6}}(?:{_TOP})\b(?!\.\w)(?:[/?#:]{_REST}*)?",
        ),
        (
            "",
            "contact",
            r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|[({]at[)}])\s?[^\W_][\w-]{0,62}(?:\.[\w-]{1,62}){1,6}",
        ),
        ("@", "contact", r"(?<!\w)@\w[\w.]*"),
        ("+", "contact", r"(?<!\w)\+\d{1,3}[\s./()-]{0,3}\d(?:[\s./()-]{0,3}\d){5,12}(?!\d)"),
        ("(", "contact", r"(?<![\w(])\(0?\d{1,5}\)[\s./-]{0,3}\d(?:[\s./-]{0,2}\d){4,10}(?!\d)"),
        ("№", "number", r"№\s?\d[\w/.-]*"),
        ("#", "number", rf"#\s?(?:[{BIG}]{{1,6}}[-/ .]?)?\d[\w/.-]*"),
        ("-", "number", r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"),
    )
)
_TAG = re.compile(r"(?<!\w)#([^\W\d_]\w*)")

_NAMED = rf"[{BIG}][{LATIN}'.-]{{0,40}}"
_NUMBER_BEHIND = r"(?:,?\s(?:n\.?[º°]?\s?)?\d{1,5}(?![\d.,]\d))?"
_ROMANCE = (
    "rue|avenue|av|boulevard|bd|quai|impasse|chemin|calle|avda|avenida|paseo|plaza|carrera|rua|praça"
    "|travessa|estrada|rodovia|via|viale|piazza|corso"
)
_ROMANCE_REST = (
    rf"\.?\s(?:(?:de|da|do|del|di|la|las|los|el|le|les|du|des|dos|das|della|dei)\s|[dl]'){{0,3}}{_NAMED}"
    rf"(?:\s(?:(?:de|da|do|del|la|y|e|et|du)\s){{0,2}}{_NAMED}){{0,4}}{_NUMBER_BEHIND}"
)
_STREETS = (
    (frozenset(_ROMANCE.split("|")), "place", re.compile(_ROMANCE_REST)),
    (
        frozenset({"calle", "cl", "carrera", "cra", "kr", "diagonal", "transversal", "avenida"}),
        "place",
        re.compile(
            r"\.?\s\d{1,3}\s?[A-Za-z]?(?:\s(?:sur|norte))?\s?(?i:#|no\.?|n°|nº)"
            r"\s?\d{1,3}\s?[A-Za-z]?\s?-\s?\d{1,3}"
        ),
    ),
)
_GERMANIC = re.compile(
    rf"(?<![{LATIN}])[{LATIN}-]{{2,40}}(?:(?:straße|strasse|str\.|allee|gasse|platz|weg|damm|ufer|ring)"
    r"|\s(?:Straße|Strasse|Str\.|Allee|Gasse|Platz|Weg|Damm|Ufer|Ring)"
    r"|straat|laan|plein|gracht|kade|vej|gade|gatan|vägen|katu)\s\Z"
)
_LOOK_BACK = 60
_HOUSE = re.compile(rf"\d{{1,5}}\s?(?:[{LATIN}](?![{LATIN}]))?(?![\d.,]\d)")

_NOT_DUTCH = "AC|AI|DC|EV|GB|HD|IT|KW|LED|MB|MW|PC|PV|QR|TB|TV|UV|VR"
_AT_RUNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("contact", r"(?<![\w.,])(?<!\d[ '])0\d{1,4}[\s/-]{1,3}\d(?:[\s/-]{0,2}\d){4,10}(?!\d)"),
        (
            "contact",
            r"(?<![\w.,])(?<!\d[ '])00\d{1,3}[\s./()-]{0,3}\d(?:[\s./()-]{0,3}\d){5,12}(?!\d)",
        ),
        ("contact", r"(?<![\w.,-])(?<!\d[ '])\d{3}[ .-]\d{3}[.-]\d{4}(?![\w-])"),
        (
            "place",
            r"\d{1,3}[.,]\d{3,}°?\s?[NSEWO]?\s?[,;/]\s?[-+]?\d{1,3}[.,]\d{3,}°?(?:\s?[NSEWO]\b)?",
        ),
        (
            "place",
            (
                r"\d{1,3}(?:[.,]\d+)?\s?°\s?(?:\d{1,2}(?:[.,]\d+)?\s?'\s?)?"
                r"(?:\d{1,2}(?:[.,]\d+)?\s?(?:\"|'')\s?)?[NSEWO]\b"
            ),
        ),
        (
            "place",
            (
                rf"(?<!\w)\d{{1,5}}[{LATIN}]?,?\s(?:{_NAMED}\s){{1,4}}(?:Street|St|Avenue|Ave|Road"
                r"|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Court|Ct|Square|Sq|Highway|Hwy|Parkway|Pkwy"
                r"|Terrace|Crescent|Place)\b\.?"
            ),
        ),
        ("place", rf"(?<!\w)\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?i:{_ROMANCE}){_ROMANCE_REST}"),
        ("place", r"\d+(?:丁目|番地|番町)(?:\d+番地?)?(?:\d+号)?"),
        ("place", rf"(?<!\w)\d{{4}}\s?(?!{_NOT_DUTCH})[A-Z]{{2}}\b"),
        ("place", r"(?<![\w-])\d{5}-\d{3,4}(?![\w-])|(?<![\w-])\d{2}-\d{3}(?![\w-])(?=\s[A-Z])"),
        (
            "place",
            rf"(?<![\w.,-])\d{{5}}(?=,?\s(?:[{BIG}]|\0))|(?:(?<=〒)|(?<=〒\s))\d{{3}}-?\d{{4}}",
        ),
    )
)
_AT_CAPITALS = re.compile(
    r"[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|[A-Z]{2}\s\d{5}(?:-\d{4})?\b"
    r"|(?:A|B|CH|D|DK|E|F|FI|I|L|NL|PL|S)-\d{4,6}\b"
)
_AFTER_WORDS = tuple(
    (frozenset(words.split()), kind, re.compile(pattern))
    for words, kind, pattern in (
        (
            "tel telefon telephone teléfono telefone téléphone phone fax mobile whatsapp",
            "contact",
            r"[.:]{0,2}\s?[+(\d][\d\s./()-]{3,20}\d",
        ),
        ("plz postleitzahl zip code postcode postal cep cp", "place", r"[.:]?\s?\d[\d-]{2,8}\d"),
        (
            "no nr num núm ref az exp art dz n nº",
            "number",
            rf"[.º°]{{0,2}}\s?:?\s?(?:[{BIG}]{{1,6}}[-/ .]?)?\d[\w/.-]*",
        ),
        ("isbn issn", "number", r"(?:-1[03])?:?\s?\d[\dX -]{6,16}[\dX]\b"),
    )
)

_JOINTS = frozenset("-/_0123456789")
_COUNTED = re.compile(DIGITS)
_LONG = 16  # signs; a number of so many counts nothing
_FILES_AT_RUNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"10\.\d{{4,9}}/{_REST}+",
        rf"(?<!\w)\d[\d/-]*[-/][{BIG}]{{1,6}}(?:[-/]?\d[\w/-]*)?(?!\w)",
        r"(?<![\w.,/-])\d{2,}[/-]\d{4,}(?:[/-]\d+)*(?![\w/-])",
        r"(?<!\d)(?<!\d[.,])\d+(?:[.,]\d+){2,}(?!\d)",
        r"(?<![\w:])(?<!\d[.,])(?:(?<!\d[ '])0\d+|0\d{3,})(?!\d)(?![.,:]\d)|\d{16,}",
    )
)
_FILE = re.compile(
    rf"(?=[\w/-]{{0,60}}[{BIG}])[{LATIN}]{{1,20}}(?:[-/_][{LATIN}\d]{{1,20}}){{0,4}}[-/_]\d[\w/-]*"
)
_GLUED = re.compile(rf"(?<!\w)(?:[{LATIN}]+\d|\d+[{LATIN}²³])[{LATIN}\d²³]*|\d+[{LATIN}²³]+")
_UNITS = (
    "nm|mm|cm|dm|m|km|mi|ft|in|yd|mm2|cm2|m2|m3|km2|ha|m²|m³|km²|mg|g|kg|t|kt|mt|lb|ml|l|hl|s|sec"
    "|ms|min|h|hr|hrs|d|w|kw|mw|gw|wh|kwh|mwh|gwh|twh|v|kv|a|ma|ah|hz|khz|mhz|ghz|b|kb|mb|gb|tb|pb"
    "|kbit|mbit|gbit|kbps|mbps|gbps|db|dba|lm|lx|lux|pa|kpa|bar|c|f|k|x|m|bn|mn|mio|mrd|mi|bi|bp|px"
    "|ppm|ppb|pt|pp|kmh|mph|er|s|co2|co2e|tco2|tco2e"
)
_WITH_UNIT = re.compile(rf"\d+(?:{_UNITS})", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er|ère|re|e|è|ème|eme|ste|de|a|o|ª|º)", re.IGNORECASE)


def find_marks(reading: Reading, lexicon: Lexicon) -> Iterator[Span]:
    """Yield addresses, telephone numbers, handles, coordinates and tags; they may overlap."""
    text = reading.text
    for sign, kind, pattern in _SIGNED:
        if sign in text:
            for found in pattern.finditer(text):
                yield _trimmed(found, kind)
    for kind, pattern in _AT_RUNS:
        for found in reading.at_runs(pattern):
            yield _trimmed(found, kind)
    for found in reading.at_capitals(_AT_CAPITALS):
        yield _trimmed(found, "place")
    for words, kind, pattern in (*_AFTER_WORDS, *_STREETS):
        yield from _after_words(reading, words, kind, pattern)
    yield from _germanic_streets(reading)
    yield from _tags(text, lexicon)


def _trimmed(found: re.Match[str], kind: str) -> Span:
    """Return a find without the stop that ends the sentence."""
    return Span(found.start(), found.start() + len(found[0].rstrip(" .,;:!?)'\"-/")), kind)


def _after_words(
    reading: Reading, words: frozenset[str], kind: str, pattern: re.Pattern[str]
) -> Iterator[Span]:
    for token in reading.of_words(words):
        if found := pattern.match(reading.text, token.end):
            yield Span(token.start, _trimmed(found, kind).end, kind)


def _germanic_streets(reading: Reading) -> Iterator[Span]:
    text = reading.text
    for place in reading.runs:
        name = _GERMANIC.search(text, max(place - _LOOK_BACK, 0), place)
        if name and (house := _HOUSE.match(text, place)):
            yield Span(name.start(), _trimmed(house, "place").end, "place")


def _tags(text: str, lexicon: Lexicon) -> Iterator[Span]:
    for found in _TAG.finditer(text):
        tag = fold(found[1]).replace(" ", "")
        is_common = found[1].islower() and lexicon.is_common(tag)
        if not (is_common or lexicon.is_known(tag)):
            yield Span(found.start(), found.end(), "name")


def find_files(reading: Reading) -> Iterator[Span]:
    """Yield numbers of files, contracts and versions, and words of letters and digits."""
    text = reading.text
    for pattern in _FILES_AT_RUNS:
        for found in reading.at_runs(pattern):
            if found[0].startswith("0") or not _counts(found[0]):
                yield _trimmed(found, "number")
    joined = [token.start for token in reading.tokens if text[token.end : token.end + 1] in _JOINTS]
    for place in joined:
        if code := _FILE.match(text, place):
            yield _trimmed(code, "number")
    for place in sorted({*reading.runs, *joined}):
        if (glued := _GLUED.match(text, place)) and _is_code(glued[0]):
            yield Span(glued.start(), glued.end(), "number")


def _counts(number: str) -> bool:
    """Tell whether digits and stops are a number that counts something: 1.234.567."""
    return len(number) < _LONG and _COUNTED.fullmatch(number) is not None


def _is_code(word: str) -> bool:
    """Tell whether letters and digits in one word are neither a number with a unit nor a first."""
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return len(ordinal[1].strip("0")) > 1
    return not _WITH_UNIT.fullmatch(word)
