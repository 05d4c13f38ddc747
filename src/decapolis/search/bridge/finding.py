"""Answer a question: understood, matched by words and meaning, filtered, counted, explained."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from decapolis.engines.retrieval import fuse
from decapolis.engines.retrieval.fuse import Bools, Columns, Floats, Ints, Rows, Signs
from decapolis.engines.retrieval.question import MOST_LETTERS, Lexicon, Question, understand
from decapolis.engines.retrieval.spelling import mend
from decapolis.engines.retrieval.words import fashion, generic
from decapolis.kernel.permissions import Reader, readable_by
from decapolis.search.bridge import keywords
from decapolis.search.bridge.embedding import embedder, knows
from decapolis.search.bridge.filtering import Masks, allowed, counts, sorted_places
from decapolis.search.bridge.index import Index, current_index, read_rows
from decapolis.search.bridge.keywords import Ranked
from decapolis.search.bridge.money import in_constant_dollars
from decapolis.search.bridge.reasons import Answering, Why, reasons_of, said
from decapolis.search.errors import EmbeddingFailed, QuestionTooLong
from decapolis.search.queries import Found, Hit, Look

Places = Callable[[str], Lexicon]

WEIGHTS = fuse.Weights()
NO_PLACES = Lexicon()
RELATED = 0.5  # of the best answer's subject: what fits less is no answer ...
LEAST = 10  # ... but for the first so many
UNLIKE = 1.1  # a subject that fits less is not the library's; real questions reach 1.8 and more
FRESH_S = 60.0  # how long a question is understood as before, were a place added meanwhile
MOST_QUESTIONS = 500  # understood questions held in memory
MOST_VECTORS = 2000  # wordings whose vectors are held in memory
EXACT_FROM = 200  # candidates whose vectors are read where the index is too large to hold them


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, understood, with the wordings that stand for it."""

    typed: str
    mended: str
    question: Question
    wordings: tuple[str, ...]


# What questions mean, by the version of the index; vectors by model and wording.
_questions: dict[int, dict[tuple[object, ...], _Asked]] = {}
_vectors: dict[tuple[str, str], Floats] = {}


def find(
    text: str, look: Look | None = None, *, reader: Reader | None, places: Places | None = None
) -> Found:
    """Return the answers to a question that the reader may see.

    Parameters
    ----------
    text
        In any language; empty to browse.
    places
        Gives the names of places that stand in a text.

    Raises
    ------
    QuestionTooLong
        Over `MOST_LETTERS` letters.
    """
    return find_many([text], look, reader=reader, places=places)[0]


def find_many(
    texts: Sequence[str],
    look: Look | None = None,
    *,
    reader: Reader | None,
    places: Places | None = None,
) -> list[Found]:
    """Return the answers to several questions as `find` does to one, embedded at once."""
    return find_in(current_index(), texts, look or Look(), reader=reader, places=places)


def find_in(
    index: Index,
    texts: Sequence[str],
    look: Look,
    *,
    reader: Reader | None,
    places: Places | None = None,
) -> list[Found]:
    """Return the answers of an index, which `find_many` reads and a measurement may change."""
    asked = [_asked(text, look, index, places) for text in texts]
    wordings = list(dict.fromkeys(wording for one in asked for wording in one.wordings))
    vectors, notice = _embedded(wordings, index)
    rows = dict(zip(wordings, vectors, strict=True)) if vectors is not None else {}
    readable = readable_by(reader)
    answers = []
    for one in asked:
        own = _of(one, rows)
        answers.append(_answer(one, own, look, index, readable, notice))
    return answers


def forget_questions() -> None:
    """Drop what is held of questions, as if each were asked for the first time."""
    _questions.clear()
    _vectors.clear()


def _asked(text: str, look: Look, index: Index, places: Places | None) -> _Asked:
    """Understand a question, once a minute: who pages, sorts or narrows asks it again and again."""
    if connection.in_atomic_block:  # places that were added in it count
        return _understood(text, look, index, places)
    key = (text, look.mend, look.without, places, int(time.monotonic() // FRESH_S))
    held = _questions.get(index.version)
    if held is None or len(held) > MOST_QUESTIONS:
        _questions.clear()
        held = _questions[index.version] = {}
    if key not in held:
        held[key] = _understood(text, look, index, places)
    return held[key]


def _understood(text: str, look: Look, index: Index, places: Places | None) -> _Asked:
    text = " ".join(text.split())
    if len(text) > MOST_LETTERS:
        raise QuestionTooLong(
            _("The question has {length} letters. Ask in at most {most}.").format(
                length=len(text), most=MOST_LETTERS
            ),
            field="q",
        )
    lexicon = places(text) if places else NO_PLACES
    mended = (
        mend(text, index.vocabulary, knows=lambda word: _is_known(word, lexicon))
        if look.mend
        else text
    )
    if mended != text and places:
        lexicon = places(mended)
    question = understand(mended, lexicon, today=_today(), without=look.without)
    question = in_constant_dollars(question)
    words = keywords.telling(keywords.content(question.core), generic() | fashion())
    wordings = dict.fromkeys([mended, question.core, " ".join(words) or question.core])
    return _Asked(text, mended if mended != text else "", question, tuple(filter(None, wordings)))


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.cities or word in lexicon.countries or knows(word)


def _embedded(wordings: list[str], index: Index) -> tuple[Floats | None, str]:
    if not wordings or not index.has_vectors:
        return None, ""
    model = embedder()
    rows = {wording: _vectors.get((model.id, wording)) for wording in wordings}
    missing = [wording for wording, row in rows.items() if row is None]
    if missing:
        try:
            rows.update(zip(missing, model.embed(missing), strict=True))
        except EmbeddingFailed:
            return None, _("Only words were matched: the embedding model does not answer.")
    if len(_vectors) > MOST_VECTORS:
        _vectors.clear()
    _vectors.update({(model.id, one): row for one in missing if (row := rows[one]) is not None})
    return np.array([rows[wording] for wording in wordings]), ""


def _of(asked: _Asked, rows: dict[str, Floats]) -> Floats | None:
    """Return the vectors of a question; None where there is nothing to match by meaning."""
    return np.array([rows[one] for one in asked.wordings]) if rows and asked.wordings else None


def _answer(
    asked: _Asked,
    vectors: Floats | None,
    look: Look,
    index: Index,
    readable: list[str],
    notice: str,
) -> Found:
    """Score, filter, count and explain."""
    question = asked.question
    question, mask, hint = _filtered(question, look, index)
    visible = index.readable(readable)
    signs = _signs(question, vectors, index, readable, visible & mask["all"])
    state = Answering(
        question=question,
        signs=signs,
        topic=signs.topic(WEIGHTS),
        near=_closeness(look, index.columns),
        meant=vectors is not None,
    )
    scores = _scores(state, index)
    # Of what may be seen, not of what is filtered: so the counts beside the filters hold when one
    # is set, and every page speaks of the same number of answers.
    answering = visible & _answers(state, scores, visible & mask.get("said", visible))
    places = np.flatnonzero(answering & mask["all"])
    places = places[sorted_places(places, scores, state.near, look, index)]
    page = places[look.offset : look.offset + look.limit]
    return Found(
        question=asked.typed,
        corrected=asked.mended,
        said=said(question),
        hits=_hits(page, scores, state, index, told=_told(page, look)),
        total=len(places),
        facets=counts(index, answering, mask, look.filters),
        notices=tuple(filter(None, (notice, hint, _by_meaning_only(state, len(places))))),
    )


def _by_meaning_only(state: Answering, total: int) -> str:
    """Say so where no record has a word of the question, nor one of its subject."""
    is_asked = state.meant and state.question.subject and bool(state.question.text)
    if not is_asked or not total or state.signs.words.any() or state.signs.subject.any():
        return ""
    return _("No record has these words; what is shown is near in meaning.")


def _filtered(question: Question, look: Look, index: Index) -> tuple[Question, Masks, str]:
    """Return the filters; where no entry is all that was said, what was said weighs instead."""
    mask = allowed(index, question, look.filters)
    if "said" not in mask or mask["said"].any():
        return question, mask, ""
    question = replace(question, items=tuple(replace(i, mode="weight") for i in question.items))
    return (
        question,
        allowed(index, question, look.filters),
        _("Nothing in the library is all of that; what comes nearest is shown."),
    )


def _signs(
    question: Question, vectors: Floats | None, index: Index, readable: list[str], visible: Bools
) -> Signs:
    """Return the signs that speak for each entry."""
    words = _spread(keywords.rank(question.core, index, readable), index)
    subject = np.zeros(len(index), dtype=np.float32)
    for item in question.subjects:
        subject += _spread(keywords.rank_terms(item.values, index, readable), index)
    subject /= max(len(question.subjects), 1) ** 0.5
    if vectors is None:
        none = np.zeros(len(index), dtype=np.float32)
        return Signs(none, none, none, words, subject)
    if index.rows:
        return Signs(*_by_meaning(vectors, *index.rows), words, subject)
    places = _candidates(vectors, words + subject, index, visible)
    near = _by_meaning(vectors, *read_rows(index.ids[places], dim=index.middles.dim))
    meant = np.zeros((len(near), len(index)), dtype=np.float32)
    meant[:, places] = near
    return Signs(meant[0], meant[1], meant[2], words, subject)


def _spread(ranked: Ranked, index: Index) -> Floats:
    """Return ranked scores as one for each entry."""
    scores = np.zeros(len(index), dtype=np.float32)
    scores[index.places(ranked.ids)] = ranked.scores
    return scores


def _by_meaning(vectors: Floats, passages: Rows, hints: Rows) -> tuple[Floats, Floats, Floats]:
    """Return the best passage, the best hint and the mean of the best hints of each entry.

    An entry that came without hints is not put last for it: its passages stand in for them.
    """
    own, asked = passages.cosines(vectors), hints.cosines(vectors)
    passage, bare = passages.best(own), np.diff(hints.starts) == 0
    hint = np.where(bare, passage, hints.best(asked))
    mean = np.where(bare, passage, hints.best(asked, mean_of=fuse.BEST_HINTS))
    return passage, hint, mean


def _candidates(vectors: Floats, words: Floats, index: Index, visible: Bools) -> Ints:
    """Return the entries, in order, that are nearest by their middles and their words."""
    coarse = index.middles.nearness(vectors.mean(axis=0))
    return np.sort(fuse.top(np.where(visible, coarse + words, -np.inf), EXACT_FROM))


def _scores(state: Answering, index: Index) -> Floats:
    """Return the score of each entry."""
    question = state.question
    scores = state.topic + fuse.agreement(question, index.columns, WEIGHTS)
    if question.text:
        scores = scores + WEIGHTS.neighbours * fuse.neighbours(
            state.topic, index.middles.directions
        )
        scores = scores + WEIGHTS.name * fuse.named(question.core, index.columns)
    else:
        scores = scores + np.nan_to_num(index.evidence) + 4 * index.columns.kind.among(["practice"])
    return np.asarray(scores + WEIGHTS.near * np.nan_to_num(state.near), dtype=np.float32)


def _closeness(look: Look, columns: Columns) -> Floats:
    if not look.near:
        return np.full(len(columns), np.nan, dtype=np.float32)
    near, (cities, places) = look.near, np.unique(columns.city, return_inverse=True)
    known = np.array([near.get(city, np.nan) for city in cities.tolist()], dtype=np.float32)
    return np.asarray(known[places])


def _answers(state: Answering, scores: Floats, allowed_ones: Bools) -> Bools:
    """Tell which entries answer: whose subject fits half as well as the best's, and the first."""
    if not state.question.subject or not state.question.text or not allowed_ones.any():
        return np.ones(len(scores), dtype=bool)
    best = float(state.topic[allowed_ones].max())
    if best < UNLIKE and state.meant:
        return state.signs.words > 0
    answers = (state.topic > 0) & (state.topic >= RELATED * best)
    answers[fuse.top(np.where(allowed_ones, scores, -np.inf), LEAST)] = True
    return answers


def _told(page: Ints, look: Look) -> Ints:
    """Return the entries of a page that are told why they were found."""
    if look.explained is None:
        return page
    return page[look.explained.start : look.explained.stop]


def _hits(
    page: Ints, scores: Floats, state: Answering, index: Index, *, told: Ints
) -> tuple[Hit, ...]:
    best = max(float(scores.max()), 1e-6) if len(scores) else 1.0
    why = dict(zip(told.tolist(), reasons_of(told, state, index), strict=True))
    untold = Why()
    return tuple(
        Hit(
            kind=index.columns.kind[place],
            slug=index.slugs[place],
            title=index.titles[place],
            city=index.city_names[place],
            country=index.columns.country[place],
            score=round(float(np.clip(scores[place] / best, 0, 1)), 4),
            reasons=why.get(place, untold).reasons,
            signs=why.get(place, untold).signs,
        )
        for place in page.tolist()
    )


def _today() -> date:
    return datetime.now(UTC).date()
