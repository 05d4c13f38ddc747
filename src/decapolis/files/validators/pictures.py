"""Pictures: painted anew, so that nothing but pixels is left of what was handed in."""

import io
import warnings
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

from decapolis.files.validators.unsafe import Unsafe

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 3200
FACE = 320  # pixels of each side of a person's photo
FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
BAD = (OSError, ValueError, SyntaxError, EOFError, IndexError, UnidentifiedImageError)


def paint(file: IO[bytes], kind: str, *, square: bool) -> bytes:
    """Return a picture anew: upright, without what was noted in it, not larger than a screen.

    Parameters
    ----------
    square
        Cut its middle out, for a person's photo; such a one is always a JPEG.

    Raises
    ------
    Unsafe
        It is no such picture, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(file, formats=[FORMATS[kind]])
            if opened.width * opened.height > MOST_PIXELS:
                raise Unsafe("huge")
            upright = ImageOps.exif_transpose(opened)
            picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unsafe("huge") from error
    except BAD as error:
        raise Unsafe("broken") from error
    if square or kind == "jpeg":
        picture = _on_white(picture)
    if square:
        picture = ImageOps.fit(picture, (FACE, FACE), Image.Resampling.LANCZOS)
    else:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    picture.info = {}  # comments and colour tables would be written again
    painted = io.BytesIO()
    picture.save(painted, "JPEG" if square else FORMATS[kind], quality=86)
    return painted.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground
