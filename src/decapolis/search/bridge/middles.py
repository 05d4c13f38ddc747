"""The middle of each entry's vectors: which entries are near a question, and near each other."""

from dataclasses import dataclass

import numpy as np

from decapolis.engines.retrieval.fuse import Floats, Ints

SAMPLE = 20_000  # middles that the axes are taken from


@dataclass(frozen=True, slots=True)
class Middles:
    """Middles of n entries, the mean of all taken away, along the axes in which they differ most.

    Attributes
    ----------
    points : (n, k) array
        Places along the axes; zero for an entry without vectors.
    mean : (d,) array
    axes : (d, k) array or None
        Unit length, at right angles; None where all d are held.
    """

    points: Floats
    mean: Floats
    axes: Floats | None

    @property
    def dim(self) -> int:
        """Numbers in a vector of the model; 1 where there are no vectors."""
        return len(self.mean)

    def nearness(self, vector: Floats) -> Floats:
        """Return the cosine of a vector with every middle, as far as the axes tell it, (n,)."""
        turned = vector if self.axes is None else vector @ self.axes
        return np.asarray(self.points @ turned + vector @ self.mean, dtype=np.float32)

    def directions(self, places: Ints) -> Floats:
        """Return some of the middles with unit length, (m, k)."""
        points = self.points[places]
        lengths = np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(points / np.maximum(lengths, 1e-9), dtype=np.float32)


def middles_of(vectors: Floats, axes: int | None = None) -> Middles:
    """Return the middles of entries, (n, d), along as many axes as are told, else along all."""
    known = np.asarray(vectors.any(axis=1)) if vectors.size else np.zeros(0, dtype=bool)
    if not known.any():
        return Middles(vectors, np.zeros(vectors.shape[1], dtype=np.float32), None)
    mean = vectors[known].mean(axis=0)
    points = np.where(known[:, None], vectors - mean, 0).astype(np.float32)
    if axes is None or axes >= len(mean):
        return Middles(points, mean, None)
    sample = points[:: max(1, len(points) // SAMPLE)].astype(np.float64)
    _values, turned = np.linalg.eigh(sample.T @ sample)
    chosen = np.ascontiguousarray(turned[:, ::-1][:, :axes], dtype=np.float32)
    return Middles(points @ chosen, mean, chosen)


def middle(rows: Floats, passages: int) -> Floats:
    """Return the middle of an entry: its passages and its hints count the same."""
    parts = [part.mean(axis=0) for part in (rows[:passages], rows[passages:]) if len(part)]
    total = np.sum([part / max(float(np.linalg.norm(part)), 1e-9) for part in parts], axis=0)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)


def pack(rows: Floats) -> bytes:
    """Return rows as they are stored."""
    return rows.astype("<f2").tobytes()


def unpack(blob: bytes | memoryview, dim: int) -> Floats:
    """Return stored rows."""
    return np.frombuffer(bytes(blob), dtype="<f2").astype(np.float32).reshape(-1, dim)
