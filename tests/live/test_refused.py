"""What a page says was not taken of what was written on it."""

import json
import subprocess

import pytest
from django.conf import settings

from decapolis.ops import node
from frontend.build import NODE_MODULES, SOURCES, esbuild_of

BOARDS = f"""
import {{ lost }} from "{SOURCES}/js/board/refused";
import {{ Board }} from "{SOURCES}/js/board/model";
import * as Y from "yjs";
const [there, here, me] = [new Board(), new Board(), {{ by: null, name: "" }}];
const [a, b, c] = ["Lamps", "Roads", "Trees"].map((one) => there.add("idea", one, "paper", me));
Y.applyUpdate(here.doc, Y.encodeStateAsUpdate(there.doc));
there.remove(b);
there.type(a, "LED lamps");
there.comment(c, "Soon", me);
const tell = () => console.log(JSON.stringify(lost(here, there, (one) => one, "Comment")));
tell();
here.add("people", "Two engineers", "paper", me);
here.group(c, "", "Green");
here.comment(c, "Why?", me);
tell();
"""


@pytest.fixture(scope="module")
def told():
    folder = settings.HOME / "refused"
    folder.mkdir(exist_ok=True)
    (folder / "boards.ts").write_text(BOARDS)
    bundled = [esbuild_of(NODE_MODULES), folder / "boards.ts", "--bundle"]
    order = [*bundled, "--banner:js=globalThis.location = { hostname: '' };"]
    code = subprocess.run(order, capture_output=True, check=True, env={"NODE_PATH": NODE_MODULES})
    done = subprocess.run([node.find(), "-"], input=code.stdout, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_others_did_meanwhile_is_nobodys_loss(told):
    assert told[0] == {"texts": [], "others": 0}


def test_notes_groups_and_comments_of_ones_own_are_told(told):
    texts = ["people: Two engineers", "idea: Green", "Comment: Why?"]
    assert told[1] == {"texts": texts, "others": 1}  # that a note is in the group
