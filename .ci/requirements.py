"""Check that the pinned requirements hold what pyproject.toml asks for, and nothing of a machine.

Needs no network: `make requirements` writes the files, this tells when that was forgotten.
"""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
FORBIDDEN = re.compile(r"https?:|file:|--index|--extra-index|--find-links|--trusted")


def pins(path: Path) -> dict[str, str]:
    """Return the pinned version of each package of a requirements file."""
    return {canonicalize_name(name): version for name, version in PIN.findall(path.read_text())}


def problems(path: Path, wanted: list[str], *, installed: bool = True) -> list[str]:
    """Return what is wrong with a requirements file that should hold `wanted`.

    What others need can only be told of packages that are installed.
    """
    text, pinned = path.read_text(), pins(path)
    found = [f"an address: {line}" for line in text.splitlines() if FORBIDDEN.search(line)]
    found += [
        f"no hash: {block.split()[0]}"
        for block in re.split(r"\n(?=\S)", text)
        if PIN.match(block) and "--hash=sha256:" not in block
    ]
    queue = [Requirement(line) for line in wanted]
    seen = set()
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        version = pinned.get(name)
        if version is None:
            found.append(f"missing: {requirement}")
        elif version not in requirement.specifier:
            found.append(f"{name} is pinned at {version}, wanted is {requirement}")
        key = (name, *sorted(requirement.extras))
        if key not in seen:
            seen.add(key)
            queue += _below(requirement)
    unneeded = set(pinned) - {name for name, *_ in seen}
    found += [f"nobody needs {name}" for name in sorted(unneeded) if installed]
    return [f"{path.name}: {problem}" for problem in found]


def _below(requirement: Requirement) -> list[Requirement]:
    """Return what an installed package requires here, with the extras asked for."""
    try:
        lines = requires(requirement.name) or []
    except PackageNotFoundError:
        return []
    extras = ["", *requirement.extras]
    return [
        below
        for below in map(Requirement, lines)
        if below.marker is None or any(below.marker.evaluate({"extra": e}) for e in extras)
    ]


def main() -> int:
    """Print the problems; return how many kinds of exit that is (0 or 1)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    runtime = project["dependencies"]
    development = runtime + project["optional-dependencies"]["dev"]
    found = problems(ROOT / "requirements.txt", runtime)
    found += problems(ROOT / "requirements-dev.txt", development)
    measured = runtime + project["optional-dependencies"]["bench"]
    found += problems(ROOT / "requirements-bench.txt", measured, installed=False)
    for problem in found:
        print(problem, file=sys.stderr)  # noqa: T201  # a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
