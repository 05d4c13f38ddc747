"""Long texts where there is room for few: cut at the end of a sentence, and marked as cut."""

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"(?<=[.!?。])\s+")
DOTS = "\N{HORIZONTAL ELLIPSIS}"


def clipped(text: str, most: int) -> str:
    """Return a text of at most so many letters; what was cut ends in three dots.

    Examples
    --------
    >>> clipped("Lamps are dark. People fall.", 20).replace(DOTS, "...")
    'Lamps are dark. ...'
    >>> clipped("Lamps are dark.", 20)
    'Lamps are dark.'
    """
    whole = " ".join(text.split())
    if len(whole) <= most:
        return whole
    kept = ""
    for sentence in SENTENCE.split(whole):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > most - 2:
            break
        kept = longer
    if kept:
        return f"{kept} {DOTS}"
    cut = whole[: most - 1].rpartition(" ")[0] or whole[: most - 1]
    return f"{cut}{DOTS}"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, line by line."""
    return [one for line in text.splitlines() for one in SENTENCE.split(line.strip()) if one]


def paragraphs(text: str) -> Iterator[str]:
    """Yield the lines of a text that say something."""
    return (line.strip() for line in text.splitlines() if line.strip())
