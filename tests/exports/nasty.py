"""Texts that files have spoiled elsewhere, and what of them a workbook can hold."""

from exports.formats.xlsx import LONGEST

#: A family of three, put together from five code points, and a letter with two accents.
ZWJ = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
COMBINED = "e\u0301\u0323"

TEXTS = [
    "=1+2",
    "+1 (773) 555-0100",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "00123",
    "1e5",
    "12345678901234567890",
    "TRUE",
    "2026-01-31",
    "&amp; <b> ]]> &#13;",
    f"Zoë 東京 \U0001f680 {ZWJ} {COMBINED} \U0002070e",
    "first line\nsecond line\n",
    " blanks around ",
    "\u00a0hard blanks\u2003",
    "_x0041_",
    "a_x000D_b_x005F_x0041_c_xFFFF_",
    "_x0041_x0042_<&>",
    "x0041_",
    "'quoted",
    '"quoted", and more',
    "bell\a, tabulator\v, escape\x1b, delete\x7f, next line\x85, none\ufffe\uffff",
    "\\.",
    "NULL",
    "#N/A",
]


def clean(text: str) -> str:
    """Return the text as the cell of a workbook holds it."""
    forbidden = {number: None for number in range(32) if chr(number) not in "\t\n\r"}
    return text.translate({**forbidden, 0xFFFE: None, 0xFFFF: None})[:LONGEST]
