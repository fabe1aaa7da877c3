"""Stage 1: from bytes to lines of text, streaming."""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from imports.rows import FileProblem

#: The longest row, in characters; a longer one is a quote that was never closed, or no CSV.
ROW_LIMIT = 8 * 1024 * 1024
_SAMPLE = 4096
_SIGNATURES = {
    b"PK\x03\x04": "This is a ZIP or Excel file.",
    b"PK\x05\x06": "This is a ZIP file.",
    b"\xd0\xcf\x11\xe0": "This is an Excel file of the old format.",
    b"%PDF": "This is a PDF file.",
    b"\x1f\x8b": "This is a compressed file.",
}
_SAVE_AS = "Save the sheet as CSV in UTF-8 and choose that file."
_ENCODINGS = "Save the file as CSV in UTF-8."
#: What an invalid byte becomes, so that its line is known when the line comes up.
_MARK = "\udcff"
_INVALID = re.compile("[\ud800-\udfff]")


def _mark(error: UnicodeError) -> tuple[str, int]:
    return _MARK, getattr(error, "end", 0)


codecs.register_error("fourme.mark", _mark)


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a file are read: a codec, its name for people, the bytes of its BOM."""

    codec: str
    label: str
    skip: int = 0


def detect(path: Path) -> Encoding:
    """Tell the encoding by the first bytes. Raises FileProblem for what is not text of ours."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip():
        raise FileProblem("The file is empty.")
    for signature, what in _SIGNATURES.items():
        if sample.startswith(signature):
            raise FileProblem(f"{what} {_SAVE_AS}")
    if sample.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8", "UTF-8", len(codecs.BOM_UTF8))
    if sample.startswith(codecs.BOM_UTF32_LE):
        raise FileProblem(f"The file is encoded in UTF-32, which is not supported. {_ENCODINGS}")
    if sample.startswith(codecs.BOM_UTF16_LE):
        return Encoding("utf-16-le", "UTF-16LE", len(codecs.BOM_UTF16_LE))
    if sample.startswith(codecs.BOM_UTF16_BE) or _mostly_nul(sample[0::2]):
        raise FileProblem(f"The file is encoded in UTF-16BE, which is not supported. {_ENCODINGS}")
    return Encoding("utf-16-le", "UTF-16LE") if _mostly_nul(sample[1::2]) else UTF_8


UTF_8 = Encoding("utf-8", "UTF-8")


class Lines:
    """The lines of a file with their endings (LF, CRLF or CR), checked as they come.

    Iteration raises FileProblem, with the line, for invalid bytes, NUL, and a row that is too
    long; `begin_row` tells that a new row begins. `last` is the line read last.
    """

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        file.seek(encoding.skip)
        self._text = io.TextIOWrapper(
            file, encoding=encoding.codec, errors="fourme.mark", newline=""
        )
        self._label = encoding.label
        self._room = ROW_LIMIT
        self.number = 0
        self.last = ""

    def begin_row(self) -> None:
        """Allow the next row its full length."""
        self._room = ROW_LIMIT

    def __iter__(self) -> Iterator[str]:
        """Yield the lines."""
        readline = self._text.readline
        search = _INVALID.search
        while line := readline(self._room + 1):
            self.number += 1
            if "\0" in line:
                raise FileProblem(f"NUL byte on line {self.number}. A text file has none.")
            if not line.isascii() and search(line):
                raise FileProblem(f"Invalid byte sequence in {self._label} on line {self.number}")
            self._room -= len(line)
            if self._room < 0:
                raise FileProblem(
                    f"The row that ends on line {self.number} is larger than "
                    f"{ROW_LIMIT // 1024 // 1024} MB. Is a quote not closed?"
                )
            self.last = line
            yield line


def _mostly_nul(half: bytes) -> bool:
    """Tell whether these bytes are the upper ones of two-byte characters of English headers."""
    return len(half) > 1 and half.count(0) * 2 > len(half)
