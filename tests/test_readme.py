"""The README tells of every variable and every target, and of none that is gone."""

import re

from fourme.services import CHECKOUT

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
READ = re.compile(r"environment\.(?:text|flag|number|words)\(\"(\w+)\"|environ\.get\(\"(\w+)\"\)")
#: Read by tools around us, or said to children by ourselves.
OTHERS = {"MAKELEVEL", "TZ"}


def test_every_environment_variable_is_described() -> None:
    read = {
        one or other
        for app in ("fourme", "records", "exports", "imports")
        for path in (CHECKOUT / app).rglob("*.py")
        for one, other in READ.findall(path.read_text(encoding="utf-8"))
    }
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| `")]
    described = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", " ".join(rows)))
    assert read - OTHERS == described


def test_every_make_target_is_described() -> None:
    targets = re.findall(r"^(\w+):.*## ", (CHECKOUT / "Makefile").read_text(), re.MULTILINE)
    missing = [name for name in targets if f"make {name}" not in README and name != "help"]
    assert missing == []


def test_every_file_that_the_readme_names_is_there() -> None:
    names = re.findall(r"\]\(([^)#:]+)\)", README)
    assert names
    assert [name for name in names if not (CHECKOUT / name).exists()] == []
