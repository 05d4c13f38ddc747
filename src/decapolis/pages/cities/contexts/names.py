"""The names by which people of the place call a city, out of all that the gazetteer knows."""

import unicodedata
from collections.abc import Iterable

from decapolis.cities.models import City

MOST = 4
# The main languages of countries as the gazetteer writes them, and how Unicode begins the names
# of their letters. Which Latin spelling is the local one, the gazetteer does not say.
SCRIPTS = {
    "Amharic": "ETHIOPIC",
    "Arabic": "ARABIC",
    "Armenian": "ARMENIAN",
    "Bangla": "BENGALI",
    "Belarusian": "CYRILLIC",
    "Bengali": "BENGALI",
    "Bulgarian": "CYRILLIC",
    "Burmese": "MYANMAR",
    "Chinese": "CJK",
    "Georgian": "GEORGIAN",
    "Greek": "GREEK",
    "Gujarati": "GUJARATI",
    "Hebrew": "HEBREW",
    "Hindi": "DEVANAGARI",
    "Japanese": "CJK",
    "Kazakh": "CYRILLIC",
    "Khmer": "KHMER",
    "Korean": "HANGUL",
    "Kyrgyz": "CYRILLIC",
    "Lao": "LAO",
    "Macedonian": "CYRILLIC",
    "Marathi": "DEVANAGARI",
    "Mongolian": "CYRILLIC",
    "Nepali": "DEVANAGARI",
    "Persian": "ARABIC",
    "Russian": "CYRILLIC",
    "Serbian": "CYRILLIC",
    "Sinhala": "SINHALA",
    "Tajik": "CYRILLIC",
    "Tamil": "TAMIL",
    "Telugu": "TELUGU",
    "Thai": "THAI",
    "Ukrainian": "CYRILLIC",
    "Urdu": "ARABIC",
}


def local_names(city: City, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to four names of a city in its country's own letters, the shortest first."""
    scripts = {SCRIPTS[language] for language in city.country.languages if language in SCRIPTS}
    found = [name for name in names if not name.isascii() and _script(name) in scripts]
    return tuple(sorted(found, key=lambda name: (len(name), name))[:MOST])


def _script(name: str) -> str:
    letter = next((sign for sign in name if sign.isalpha() and not sign.isascii()), "")
    return unicodedata.name(letter, "").split(" ", maxsplit=1)[0] if letter else ""
