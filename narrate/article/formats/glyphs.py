"""A PDF page's letters, as PDFium finds them, to fragments of lines."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from narrate.article.formats.typeset.fragment import Fragment

MOST = 200_000  # letters on one page; a newspaper's has thirty thousand
LONGEST = 2_000  # letters of a fragment; no line that people read is longer
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|\bcmb\d|-b\b|medi\b", re.IGNORECASE)
_MONO = re.compile(r"mono|courier|typewriter|consol|menlo|cmtt|code", re.IGNORECASE)
_FIXED_PITCH = 1  # flag of a font descriptor
_HYPHEN = 0x02  # PDFium's sign for a hyphen at the end of a line, soft or not
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB06: "st"}
_BULLETS = frozenset((0xF0A7, 0xF0B7, 0xF0D8, 0xF06C, 0xF02D))  # of fonts of signs, as Word uses
_MARK = re.compile(r"[\d,*∗†‡§¶‖a-z\s–-]{1,8}")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
# What a raised number is a power of: a unit of length, a variable, ten.
_HAS_POWER = re.compile(r"(?:(?<![^\W\d])(?:[kcmµn]m|ft|in|yd|[^\W\d])|(?<!\d)10|\))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """How the letters of one text object are set."""

    size: float
    bold: bool
    mono: bool
    upright: bool


@dataclass(slots=True)
class Glyphs:
    """What a page prints, sorted by whether it can be read."""

    fragments: list[Fragment] = field(default_factory=list)
    turned: list[str] = field(default_factory=list)
    """Text that runs up or down the page."""
    outside: list[str] = field(default_factory=list)
    """Text beyond the page's edges: nobody sees it."""
    letters: int = 0
    unknown: int = 0
    """Letters whose font does not say what they are."""


@dataclass(slots=True)
class _Run:
    """The fragment that is being read."""

    style: _Style
    left: float
    right: float
    base: float
    latest: float
    """The left edge of the last letter."""
    text: str = ""
    mark: str = ""
    script: str = ""
    """Raised letters that follow; what they are, the next letter tells."""
    is_spaced: bool = False
    bold: int = 0
    """How many of its letters are bold …"""
    mono: int = 0
    """… and of a font whose letters are all of one width."""


def glyphs(page: PdfPage) -> Glyphs:
    """The page's text. Letters beyond ``MOST`` are not looked at."""
    found = Glyphs()
    text_page = page.get_textpage()
    turn, width, height = _turn(page)
    run: _Run | None = None
    mark = ""
    for code, style, left, right, base in _letters(text_page, turn):
        if style is None:  # PDFium's own space between two words
            if run:
                run.is_spaced = True
            continue
        text = _LIGATURES.get(code) or ("•" if code in _BULLETS else chr(code))
        if text.isspace():
            if run:
                run.is_spaced = True
            continue
        found.letters += 1
        if code == 0xFFFD or code < 0x20 or 0xE000 <= code <= 0xF8FF:
            found.unknown += 1
            continue
        if not style.upright:
            found.turned.append(text)
        elif right < 0 or left > width or base < 0 or base > height:
            found.outside.append(text)
        elif (
            run is None
            or (mark := _leading_mark(run, style, left, base))
            or not _goes_on(run, style, left, base)
        ):
            if run and not mark:
                found.fragments += _finished(run)
            run = _Run(style, left, right, base, left, text, mark)
            _count(run, style, text)
        else:
            _add(run, style, text, left, right, base)
    if run:
        found.fragments += _finished(run)
    text_page.close()
    return found


def _letters(
    text_page: PdfTextPage, turn: Callable[[float, float], tuple[float, float]]
) -> Iterator[tuple[int, _Style | None, float, float, float]]:
    """Code, style, left and right edge and base of every letter in the file's order."""
    styles: dict[int, _Style] = {}
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(min(text_page.count_chars(), MOST)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if pdfium.FPDFText_IsGenerated(text_page, index) == 1 and code != _HYPHEN:
            yield code, None, 0.0, 0.0, 0.0
            continue
        place = pdfium.FPDFText_GetTextObject(text_page, index)
        key = ctypes.cast(place, ctypes.c_void_p).value or 0
        if key not in styles:
            styles[key] = _style(text_page, index, place, turn)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        first = turn(box.left, box.bottom)[0]
        second = turn(box.right, box.top)[0]
        base = turn(x.value, y.value)[1]
        yield (
            ord("-") if code == _HYPHEN else code,
            styles[key],
            min(first, second),
            max(first, second),
            base,
        )


def _turn(page: PdfPage) -> tuple[Callable[[float, float], tuple[float, float]], float, float]:
    """From the file's coordinates to those of the page as it is shown; and its size."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    quarters = pdfium.FPDFPage_GetRotation(page)
    if quarters == 1:
        return (lambda x, y: (y - bottom, right - x)), height, width
    if quarters == 2:
        return (lambda x, y: (right - x, top - y)), width, height
    if quarters == 3:
        return (lambda x, y: (top - y, x - left)), height, width
    return (lambda x, y: (x - left, y - bottom)), width, height


def _style(
    text_page: PdfTextPage,
    index: int,
    place: object,
    turn: Callable[[float, float], tuple[float, float]],
) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    zero, along = turn(0, 0), turn(matrix.a, matrix.b)
    dx, dy = along[0] - zero[0], along[1] - zero[1]
    size = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    font = pdfium.FPDFTextObj_GetFont(place)
    name = _font_name(font) if font else ""
    weight = pdfium.FPDFFont_GetWeight(font) if font else -1
    flags = pdfium.FPDFFont_GetFlags(font) if font else 0
    return _Style(
        size=max(size, 0.1),
        bold=bool(_BOLD.search(name)) or weight >= 600,
        mono=bool(flags & _FIXED_PITCH and flags > 0) or bool(_MONO.search(name)),
        upright=dx > abs(dy),
    )


def _font_name(font: object) -> str:
    buffer = ctypes.create_string_buffer(200)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return buffer.raw[: max(0, length - 1)].decode("latin-1") if length <= len(buffer) else ""


def _is_raised(run: _Run, style: _Style, base: float) -> bool:
    """Whether a letter is smaller and stands higher than the line."""
    size = run.style.size
    return style.size < 0.85 * size and 0.12 * size < base - run.base < 0.8 * size


def _goes_on(run: _Run, style: _Style, left: float, base: float) -> bool:
    """Whether the letter stands in the same line as what is before it, not far from it."""
    if len(run.text) > LONGEST:
        return False
    # The letters of a ligature have one place: the next begins before the last one ends.
    if left < run.latest - 0.3 * run.style.size or left > run.right + 1.5 * run.style.size:
        return False
    apart = abs(base - run.base)
    smaller = min(style.size, run.style.size)
    if apart < 0.35 * smaller:
        # Of another size on the same line: small capitals, but not a drop cap.
        return max(style.size, run.style.size) < 1.7 * smaller
    return _is_raised(run, style, base) or (
        style.size < 0.85 * run.style.size and apart < 0.5 * run.style.size
    )


def _leading_mark(run: _Run, style: _Style, left: float, base: float) -> str:
    """What was read so far, where it is a raised number or sign in front of this letter."""
    if len(run.text) > 3 or not _MARK.fullmatch(run.text):
        return ""
    is_small = run.style.size < 0.85 * style.size
    is_beside = 0.1 * style.size < run.base - base < 0.8 * style.size
    return run.text if is_small and is_beside and 0 <= left - run.right < style.size else ""


def _add(run: _Run, style: _Style, text: str, left: float, right: float, base: float) -> None:
    if _is_raised(run, style, base):
        run.script += text
    else:
        _settle(run)
        if run.is_spaced or left - run.right > 0.25 * run.style.size:
            run.text += " "
        run.text += text
        _count(run, style, text)
        if style.size > run.style.size:
            run.style, run.base = style, base
        run.is_spaced = False
    run.right = max(run.right, right)
    run.latest = left


def _count(run: _Run, style: _Style, text: str) -> None:
    run.bold += style.bold * len(text)
    run.mono += style.mono * len(text)


def _settle(run: _Run) -> None:
    """Raised letters are a power, the end of a word (1st), or else a mark that is not read."""
    script, run.script = run.script, ""
    if not script:
        return
    if script.strip("+-−").isdigit() and len(script) <= 3 and _HAS_POWER.search(run.text[-5:]):
        run.text += script.translate(_RAISED)
    elif not _MARK.fullmatch(script) or script in ("st", "nd", "rd", "th", "er", "re", "e", "o"):
        run.text += script


def _finished(run: _Run) -> Iterator[Fragment]:
    _settle(run)
    letters = sum(not character.isspace() for character in run.text)
    yield Fragment(
        text=run.text,
        left=run.left,
        right=run.right,
        base=run.base,
        size=run.style.size,
        bold=run.bold > 0.8 * letters,
        mono=run.mono > 0.8 * letters,
        mark=run.mark,
    )
