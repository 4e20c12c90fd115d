"""The ZIP file that a book or a Word document is, read with measure: its headers may lie."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from narrate.errors import ArticleError

LARGEST_MEMBER = 20 << 20  # bytes unpacked: no chapter is longer
LARGEST = 64 << 20  # bytes unpacked of all that is read; pictures are not
MOST_MEMBERS = 20_000
_PIECE = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that EPUB and DOCX may use
_AGAIN = "Fetch or copy it again; if that does not help, save it anew with the program it is from."


class Archive:
    """Members by name, each unpacked once it is asked for."""

    def __init__(self, content: bytes, *, largest: int = LARGEST) -> None:
        """``largest``: bytes unpacked that all reading together may come to.

        Raises ArticleError for what is not a whole ZIP file, or has too many members.
        """
        if content.count(b"PK\x01\x02") > MOST_MEMBERS:
            raise ArticleError(
                f"it holds more than {MOST_MEMBERS:,} files", advice="Give one book or document."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise ArticleError(f"the file is damaged: {error}", advice=_AGAIN) from None
        self.names = frozenset(self._zip.namelist())
        self._largest = self._left = largest

    def read(self, name: str) -> bytes:
        """The member's bytes.

        Raises ArticleError, naming it, where it is missing, damaged, locked, or larger
        unpacked than what anybody wrote.
        """
        if name not in self.names:
            raise ArticleError(f"'{name}' is missing from the file", advice=_AGAIN)
        member = self._zip.getinfo(name)
        if member.flag_bits & 1:
            raise ArticleError(
                f"'{name}' in it is locked with a password", advice="Give a copy without one."
            )
        if member.compress_type not in _METHODS:
            raise ArticleError(f"'{name}' in it is packed in an unknown way", advice=_AGAIN)
        content = bytearray()
        try:
            with self._zip.open(member) as file:
                while piece := file.read(_PIECE):
                    content += piece
                    self._count(len(piece), len(content), name)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise ArticleError(f"'{name}' in it is damaged: {error}", advice=_AGAIN) from None
        return bytes(content)

    def xml(self, name: str) -> etree._Element:
        """The member as a tree: no entity resolved, nothing fetched, small faults mended.

        Raises ArticleError as ``read`` does, and for what is no XML.
        """
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            recover=True,
            remove_comments=True,
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except etree.XMLSyntaxError as error:
            raise ArticleError(f"'{name}' in it is broken: {error}", advice=_AGAIN) from None
        if root is None:
            raise ArticleError(f"'{name}' in it is broken: it is not XML", advice=_AGAIN)
        return root

    def _count(self, piece: int, member: int, name: str) -> None:
        self._left -= piece
        if member > LARGEST_MEMBER:
            raise ArticleError(
                f"'{name}' in it unpacks to more than {LARGEST_MEMBER >> 20} MiB",
                advice="It is no article; if it is, give its text as a .txt file.",
            )
        if self._left < 0:
            raise ArticleError(
                f"its text unpacks to more than {self._largest >> 20} MiB",
                advice="Nobody wrote that much; if somebody did, give the chapters one by one.",
            )
