"""Bundle styles and scripts and lay out fonts: ``python frontend/build.py``.

Needs the npm packages of ``package-lock.json`` (``npm ci --ignore-scripts``) but no Node: esbuild's
program is a native binary. Standard library only, so that it runs before anything is installed.
The same input gives the same files.
"""

import gzip
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "frontend"
NODE_MODULES = ROOT / "node_modules"
OUT = ROOT / "src" / "decapolis" / "pages" / "static" / "built"
LAND = ROOT / "src" / "decapolis" / "kernel" / "charts" / "land"

PRINT_FONTS = {
    "source-serif-4": ("400Regular", "600SemiBold", "400Regular_Italic"),
    "public-sans": ("400Regular", "600SemiBold"),
}
COMPRESSED = (".css", ".js", ".svg")
TARGET = "chrome123,firefox120,safari17.5"  # the first that know light-dark()


class BuildError(Exception):
    """The front end cannot be built; the message says what to do."""


def build(node_modules: Path = NODE_MODULES, out: Path = OUT) -> None:
    """Write everything that pages and prints need into ``out``, which is emptied first.

    Raises
    ------
    BuildError
        The npm packages are not there, or esbuild refused the sources.
    """
    esbuild = esbuild_of(node_modules)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    bundle(esbuild, out, node_modules)
    copy_print_fonts(node_modules, out / "fonts" / "print")
    for outline in sorted(LAND.glob("*.svg")):
        shutil.copyfile(outline, out / outline.name)
    compress(out)


def esbuild_of(node_modules: Path) -> Path:
    """Return esbuild's program for this machine.

    Raises
    ------
    BuildError
        It is not there.
    """
    found = [
        path
        for pattern in ("@esbuild/*/bin/esbuild", "@esbuild/*/esbuild.exe")
        for path in sorted(node_modules.glob(pattern))
    ]
    if not found:
        raise BuildError(
            f"esbuild for {platform.system()} {platform.machine()} is not in {node_modules}. "
            "Run: npm ci --ignore-scripts"
        )
    return found[0]


def bundle(esbuild: Path, out: Path, node_modules: Path) -> None:
    """Bundle and minify the sources; fonts that styles name are laid beside them.

    Raises
    ------
    BuildError
        A source is wrong; esbuild has said where.
    """
    order = [
        esbuild,
        SOURCES / "css" / "app.css",
        SOURCES / "css" / "board.css",
        SOURCES / "js" / "app.ts",
        SOURCES / "js" / "board" / "offline.ts",
        f"--outdir={out}",
        f"--outbase={SOURCES}",
        "--entry-names=[name]",
        "--asset-names=fonts/[name]",
        "--chunk-names=[name]-[hash]",
        "--bundle",
        "--splitting",
        "--minify",
        "--format=esm",
        f"--target={TARGET}",
        "--loader:.woff2=file",
        "--legal-comments=none",
        "--charset=utf8",
        "--log-level=warning",
    ]
    environment = {"NODE_PATH": str(node_modules)}
    done = subprocess.run([str(part) for part in order], check=False, cwd=ROOT, env=environment)  # noqa: S603 -- our own program
    if done.returncode:
        raise BuildError("The styles or scripts could not be bundled; esbuild says why above.")


def copy_print_fonts(node_modules: Path, folder: Path) -> None:
    """Copy the fonts of the PDF, which cannot read the web's format, with their licence."""
    folder.mkdir(parents=True)
    for family, faces in PRINT_FONTS.items():
        package = node_modules / "@expo-google-fonts" / family
        for face in faces:
            for font in sorted((package / face).glob("*.ttf")):
                shutil.copyfile(font, folder / font.name)
        shutil.copyfile(package / "LICENSE_FONT", folder / f"{family}-LICENSE.txt")


def compress(out: Path) -> None:
    """Lay a gzip copy beside each text file; the server sends it to browsers that take it."""
    for path in sorted(out.iterdir()):
        if path.suffix in COMPRESSED:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)


if __name__ == "__main__":
    try:
        build()
    except BuildError as error:
        sys.exit(str(error))
