"""The words of a PDF, read from its pages with the maps from letters to characters."""

import re

import pikepdf

CODE = re.compile(rb"<([0-9a-fA-F]+)>")


def pdf_words(data):
    """Return all text of a PDF, its pages joined; spaces as the fonts map them."""
    with pikepdf.open(data) as document:
        return "".join(_page(page) for page in document.pages)


def _page(page):
    fonts = {name: _map(font) for name, font in page.resources.get("/Font", {}).items()}
    letters, told = {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    told += [letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)]
            told.append("")
    return "".join(told)


def _map(font):
    found = {}
    text = font.ToUnicode.read_bytes()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        codes = CODE.findall(block)
        for code, to in zip(codes[::2], codes[1::2], strict=True):
            found[bytes.fromhex(code.decode())] = bytes.fromhex(to.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        codes = CODE.findall(block)
        for first, last, to in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
            start, begin = int(first, 16), int(to, 16)
            for place in range(int(last, 16) - start + 1):
                found[(start + place).to_bytes(2, "big")] = chr(begin + place)
    return found
