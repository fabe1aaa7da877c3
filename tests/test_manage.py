import pytest

from manage import needs_servers


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], False),
        (["check"], False),
        (["check", "--deploy"], False),
        (["check", "--database", "default"], True),
        (["collectstatic", "--noinput"], False),
        (["migrate"], True),
        (["migrate", "--help"], False),
        (["import_records", "people", "people.csv"], True),
    ],
)
def test_only_commands_that_talk_to_servers_start_them(arguments: list[str], needed: bool) -> None:
    assert needs_servers(arguments) is needed
