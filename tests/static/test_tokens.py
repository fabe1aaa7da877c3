"""The colours keep the contrast of WCAG 2.2 AA, in light and dark."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "static"
TOKENS = (FOLDER / "css" / "tokens.css").read_text()
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
}
SURFACES = ["ground", "surface", "raised", "hover", "selected"]
TONES = ["created", "updated", "deleted", "unchanged", "rejected", "warning"]
TEXT = [
    *product(["ink", "ink-2", "accent", "accent-hover"], SURFACES),
    *product(TONES, ["ground", "surface", "raised", "hover"]),
    *((tone, f"{tone}-soft") for tone in TONES),
    *product(["ink", "ink-2"], [f"{tone}-soft" for tone in TONES]),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("ink", "mark"),
]
LINES = [*product(["border", "focus"], ["ground", "surface", "raised"])]
CASES = [*((*pair, 4.5) for pair in TEXT), *((*pair, 3.0) for pair in LINES)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), CASES)
def test_contrast(front: str, back: str, least: float, scheme: str) -> None:
    assert contrast(COLOURS[front][scheme], COLOURS[back][scheme]) >= least


@pytest.mark.parametrize("sheet", sorted(FOLDER.glob("css/*.css")), ids=lambda path: path.name)
def test_colours_are_written_in_the_tokens_only(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    found = [] if sheet.name == "tokens.css" else re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", text)
    assert found == []
    assert len(sheet.read_text().splitlines()) < 400


@pytest.mark.parametrize("sheet", sorted(FOLDER.glob("css/*.css")), ids=lambda path: path.name)
def test_every_token_in_use_exists(sheet: Path) -> None:
    text = sheet.read_text()
    known = set(re.findall(r"(--[\w-]+):", TOKENS + text))  # a sheet may have lengths of its own
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= known


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)
