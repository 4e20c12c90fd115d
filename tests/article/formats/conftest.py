"""Books, Word documents and PDF files, written by the tests themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
CHAPTER = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title/></head><body>{}</body></html>"
)
ABOUT = (
    "<dc:title>The Salt Road</dc:title><dc:creator>Ines Calder</dc:creator>"
    "<dc:language>en-GB</dc:language><dc:date>2021-05-04</dc:date>"
    "<dc:publisher>Oakmere Press</dc:publisher>"
    "<dc:identifier>https://oakmere.example/salt-road</dc:identifier>"
)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def make_zip() -> Callable[[Mapping[str, str | bytes]], bytes]:
    return zipped


@pytest.fixture
def make_epub() -> Callable[..., bytes]:
    """A book of the given bodies, by the names of their files, in the order given."""

    def make(
        bodies: Mapping[str, str],
        *,
        nav: str = "",
        ncx: str = "",
        guide: str = "",
        apart: Sequence[str] = (),
        about: str = ABOUT,
        more: Mapping[str, str | bytes] | None = None,
    ) -> bytes:
        items = [
            f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
            for n, name in enumerate(bodies)
        ]
        linear = {name: "no" if name in apart else "yes" for name in bodies}
        refs = [f'<itemref idref="i{n}" linear="{linear[name]}"/>' for n, name in enumerate(bodies)]
        members: dict[str, str | bytes] = {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
        }
        if nav:
            items.append('<item id="nav" href="nav.xhtml" properties="nav"/>')
            members["OPS/nav.xhtml"] = CHAPTER.format(nav)
        if ncx:
            items.append('<item id="ncx" href="toc.ncx"/>')
            members["OPS/toc.ncx"] = f"<ncx><navMap>{ncx}</navMap></ncx>"
        members["OPS/book.opf"] = (
            '<package xmlns="http://www.idpf.org/2007/opf"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
            f"<metadata>{about}</metadata><manifest>{''.join(items)}</manifest>"
            f'<spine toc="ncx">{"".join(refs)}</spine><guide>{guide}</guide></package>'
        )
        members |= {f"OPS/{name}": CHAPTER.format(body) for name, body in bodies.items()}
        return zipped(members | dict(more or {}))

    return make


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Lines of type on a page; ``base`` is that of the first, counted from the foot."""

    lines: Sequence[str]
    left: float = 72
    base: float = 720
    size: float = 10
    font: str = "roman"
    leading: float = 12


FONTS = {"roman": "Times-Roman", "bold": "Times-Bold", "mono": "Courier"}


def pdf_of(pages: Sequence[Sequence[Text]], info: Mapping[str, str], more: str) -> bytes:
    """A PDF file of the pages, of fonts that every reader has; ``more`` goes into its trailer."""
    fonts = " ".join(
        f"/{name} << /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for name, font in FONTS.items()
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        drawn = "".join(_drawn(text) for text in page)
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 792] "
            f"/Resources << /Font << {fonts} >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append("<< " + " ".join(f"/{k} ({v})" for k, v in info.items()) + " >>")
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(f"{len(written):010d} 00000 n \n")
        written += f"{number} 0 obj\n{content}\nendobj\n"
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {more} >>"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    end = f"trailer {trailer}\nstartxref\n{len(written)}\n%%EOF"
    return (written + table + end).encode("cp1252")


def _drawn(text: Text) -> str:
    shown = ""
    for number, line in enumerate(text.lines):
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"{text.left} {text.base - number * text.leading}"
        shown += f"BT /{text.font} {text.size} Tf {place} Td ({escaped}) Tj ET\n"
    return shown


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    def make(
        *pages: Sequence[Text], info: Mapping[str, str] | None = None, more: str = ""
    ) -> bytes:
        return pdf_of(pages, info or {}, more)

    return make


@pytest.fixture
def text() -> type[Text]:
    return Text


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
    "</w:style>"
    for name in ("Title", "heading 1", "heading 2", "Quote", "caption", "toc 1")
)


@pytest.fixture
def make_docx() -> Callable[..., bytes]:
    """A Word document with the given body, notes and core properties."""

    def make(body: str, *, notes: str = "", core: str = "") -> bytes:
        return zipped(
            {
                "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/"
                "2006/content-types'/>",
                "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
                "word/styles.xml": f"<w:styles {W}>{STYLES}</w:styles>",
                "word/footnotes.xml": f"<w:footnotes {W}>{notes}</w:footnotes>",
                "word/numbering.xml": f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>"
                "<w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
                "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
                "docProps/core.xml": "<c:coreProperties xmlns:c='http://schemas.openxmlformats.org/"
                "package/2006/metadata/core-properties' "
                f"xmlns:dc='http://purl.org/dc/elements/1.1/'>{core}</c:coreProperties>",
            }
        )

    return make
