import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from decapolis.search.bridge.embedding import Packaged, Service, knows
from decapolis.search.errors import EmbeddingFailed


@pytest.fixture
def service():
    """Serve an OpenAI-compatible endpoint that answers as the test says."""
    asked, answer = [], {"status": 200, "body": None}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append((self.path, self.headers["Authorization"], body))
            rows = [{"index": n, "embedding": [n + 1, 0]} for n in range(len(body["input"]))]
            said = answer["body"] or json.dumps({"data": rows[::-1]})
            self.send_response(answer["status"])
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1", asked, answer
    server.shutdown()
    server.server_close()


def test_the_packaged_model_gives_rows_of_unit_length_that_know_meaning():
    lamps, street, food = Packaged().embed(["street lamps", "alumbrado público", "school lunch"])
    assert np.linalg.norm(lamps) == pytest.approx(1, abs=1e-3)
    assert lamps @ street > lamps @ food


def test_many_texts_are_embedded_as_each_alone():
    model = Packaged()
    texts = [f"text number {number}" for number in range(150)]
    assert np.allclose(model.embed(texts)[[0, 149]], model.embed([texts[0], texts[149]]), atol=1e-4)


def test_no_text_gives_no_row():
    assert Packaged().embed([]).shape == (0, 512)


def test_the_packaged_model_knows_words_of_several_languages():
    assert all(knows(word) for word in ("street", "calle", "rue"))
    assert not knows("streat")


def test_a_service_is_asked_in_parts_with_the_key_and_rows_come_in_order(service):
    url, asked, _answer = service
    rows = Service(url, "small", "secret").embed(["a"] * 70)
    assert rows.shape == (70, 2)
    assert np.allclose(rows, [[1, 0]] * 70)
    assert [(path, key, len(body["input"])) for path, key, body in asked] == [
        ("/v1/embeddings", "Bearer secret", 64),
        ("/v1/embeddings", "Bearer secret", 6),
    ]


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, "{}"), (200, "no json"), (200, '{"data": []}'), (200, '{"data": [{"index": 0}]}')],
)
def test_a_service_that_answers_wrongly_is_told_in_a_sentence(service, status, body):
    url, _asked, answer = service
    answer.update(status=status, body=body)
    with pytest.raises(EmbeddingFailed, match="embedding service"):
        Service(url, "small", "").embed(["a"])


def test_a_service_that_is_not_there_is_told_in_a_sentence():
    with pytest.raises(EmbeddingFailed, match="EMBEDDING_URL"):
        Service("http://127.0.0.1:9/v1", "small", "").embed(["a"])
