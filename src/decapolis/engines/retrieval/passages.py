"""Cut a record's words into passages short enough for a model that averages what it reads."""

import re
from collections.abc import Sequence

WORDS_A_PASSAGE = 80
MOST_PASSAGES = 8
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+")  # noqa: RUF001 -- CJK full stops


def cut(title: str, paragraphs: Sequence[str], *, size: int = WORDS_A_PASSAGE) -> list[str]:
    """Return passages of whole sentences, each headed by the title.

    Parameters
    ----------
    title
        Stands before every passage, since a sentence taken alone may not name its subject.
    paragraphs
        The record's sentences; a paragraph's end does not end a passage.
    size
        A passage ends before the sentence that would take it over this many words; a longer
        sentence stands alone.

    Returns
    -------
    list of str
        At least one, at most `MOST_PASSAGES`; what is over is left out.

    Examples
    --------
    >>> cut("Night bus", ["It runs late. It is full.", "It cost little."], size=5)
    ['Night bus. It runs late.', 'Night bus. It is full.', 'Night bus. It cost little.']
    >>> cut("Night bus", [])
    ['Night bus.']
    """
    head = _sentence(title)
    passages: list[str] = []
    held: list[str] = []
    count = 0
    for sentence in _sentences(paragraphs):
        length = len(sentence.split())
        if held and count + length > size:
            passages.append(" ".join([head, *held]))
            held, count = [], 0
        held.append(sentence)
        count += length
    passages.append(" ".join([head, *held]))
    return passages[:MOST_PASSAGES]


def _sentences(paragraphs: Sequence[str]) -> list[str]:
    return [
        sentence
        for paragraph in paragraphs
        for sentence in _SENTENCE_END.split(_sentence(paragraph))
        if sentence
    ]


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text.endswith((".", "!", "?", "。", "！", "？")) else text + "."  # noqa: RUF001 -- CJK full stops
