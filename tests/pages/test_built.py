"""What the front-end build lays out: small, its own, and the same each time."""

import gzip
import importlib.util
import re
from pathlib import Path

import pytest

from decapolis.kernel.charts.maps import LAND

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src" / "decapolis" / "pages" / "static" / "built"


@pytest.fixture
def build():
    spec = importlib.util.spec_from_file_location("build", ROOT / "frontend" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def contents(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_building_again_gives_the_same_files(build, tmp_path):
    build.build(out=tmp_path)
    assert contents(tmp_path) == contents(BUILT)


def test_without_packages_the_build_says_what_to_do(build, tmp_path):
    with pytest.raises(build.BuildError, match="npm ci --ignore-scripts"):
        build.build(node_modules=tmp_path, out=tmp_path / "built")


def test_styles_and_scripts_fetch_nothing_from_elsewhere():
    for path in (*BUILT.glob("*.css"), *BUILT.glob("*.js")):
        found = re.findall(r"(?:url\(|import\s*\(?|fetch\()[\"']?(https?:)?//", path.read_text())
        assert not found, f"{path.name} fetches from another host."


def test_fonts_are_there_for_the_web_and_for_print():
    assert (BUILT / "fonts" / "public-sans-latin-wght-normal.woff2").stat().st_size < 30_000
    assert (BUILT / "fonts" / "source-serif-4-latin-wght-normal.woff2").stat().st_size < 60_000
    assert len(list((BUILT / "fonts" / "print").glob("*.ttf"))) == 5


def test_maps_are_served_as_they_are_drawn():
    for outline in LAND.glob("*.svg"):
        assert (BUILT / outline.name).read_bytes() == outline.read_bytes()


def test_text_is_laid_out_compressed_too():
    for path in (*BUILT.glob("*.css"), *BUILT.glob("*.js"), *BUILT.glob("*.svg")):
        assert gzip.decompress((BUILT / f"{path.name}.gz").read_bytes()) == path.read_bytes()
