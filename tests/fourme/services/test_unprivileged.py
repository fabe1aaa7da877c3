import os
from pathlib import Path

import pytest

from fourme.services import unprivileged
from fourme.services.server import ServicesError


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    unprivileged.own_folder(tmp_path / "a" / "b", None)
    assert mode(tmp_path / "a" / "b") == 0o700


def test_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(ServicesError, match="belongs to another user"):
        unprivileged.own_folder(tmp_path / "link", None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    with pytest.raises(ServicesError, match="belongs to another user"):
        unprivileged.own_folder(tmp_path, None)


def test_parents_are_opened_for_passing_through_only(tmp_path: Path) -> None:
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "closed").chmod(0o700)
    unprivileged.open_path(inner)
    assert mode(tmp_path / "closed") == 0o711
    assert mode(inner) == mode(tmp_path / "closed" / "inner")


def test_programs_below_a_folder_become_readable_and_runnable(tmp_path: Path) -> None:
    program, text = tmp_path / "tree" / "program", tmp_path / "tree" / "text"
    program.parent.mkdir(mode=0o700)
    program.touch(0o700)
    text.touch(0o600)
    unprivileged.open_tree(tmp_path / "tree")
    assert (mode(program), mode(text), mode(program.parent)) == (0o705, 0o604, 0o705)
