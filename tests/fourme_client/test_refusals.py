"""What is refused, by the client or by a live server, and how that is told."""

from pathlib import Path

import pytest

from exports.models import ExportRun
from fourme.accounts.models import Account
from imports.models import ImportRun
from tests.fourme_client.program import Program


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ("export nonsense", 2, "Type nonsense is not one that can be exported."),
        ("export sites --from nonsense", 2, "Parameter 'from' is not a date or time"),
        ("export sites --locale xx-yy", 2, "Locale "),
        ("export sites --account nowhere", 3, "Forbidden."),
        ("import nonsense file.csv", 2, "Type “nonsense” is unknown."),
        ("import nonsense missing.csv", 2, "Cannot read missing.csv: No such file or directory."),
        ("import sites /etc", 2, "Cannot read /etc: Is a directory."),
        ("wait export nonsense", 1, "The server knows no export nonsense; see its logs."),
        ("wait import nonsense", 1, "The server knows no import nonsense; see its logs."),
        ("wait sites nonsense", 2, "invalid choice: 'sites'"),
        ("wait export", 2, "the following arguments are required: TOKEN"),
        ("import sites file.csv --log /nowhere/log", 2, "Cannot write /nowhere/log: No such file"),
        ("export sites -o nowhere/out.zip", 2, "Cannot write nowhere/out.zip: No such file"),
        ("export sites -o nowhere/", 2, "Cannot write nowhere/: No such file"),
        ("export sites -o /proc/out.zip", 2, "Cannot write /proc/out.zip: "),
        ("export sites -o file.csv/out.zip", 2, "Cannot write file.csv/out.zip: Not a directory."),
        ("export sites -o /dev/null", 2, "/dev/null is neither a file nor a folder."),
        ("export sites --token-file missing", 2, "Cannot read missing: No such file or directory."),
        ("export sites --url https://", 2, "“https://” is no address such as https://fourme.ex"),
        ("export sites --url fourme.example", 2, "“fourme.example” is no address such as"),
        ("export sites --url https://a:b@fourme.example", 2, "“https://a:b@fourme.example” is no"),
        ("export sites --url http://fourme.example", 2, "http://fourme.example is not encrypted"),
        ("export sites --token secret", 2, "unrecognized arguments: --token secret"),
        ("export sites --patience soon", 2, "argument --patience: invalid int value: 'soon'"),
        ("export", 2, "the following arguments are required: TYPES"),
        ("", 2, "the following arguments are required: command"),
    ],
)
def test_a_sentence_an_exit_code_and_nothing_else(
    program: Program, arguments: str, code: int, sentence: str
) -> None:
    (program.folder / "file.csv").write_text("Name\nHouston\n")

    ended = program(*arguments.split(" ") if arguments else ())

    assert (ended.code, ended.output) == (code, b"")
    assert sentence in ended.told[-1]
    assert "Traceback" not in ended.errors
    assert program.files() == {"file.csv"}
    assert not ExportRun.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("environment", "code", "sentence"),
    [
        ({"FOURME_TOKEN": "wrong"}, 3, "The token is unknown, expired or revoked."),
        ({"FOURME_TOKEN": ""}, 2, "Put an access token into FOURME_TOKEN or the --token-file."),
        ({"FOURME_TOKEN": "two\nlines"}, 2, "Put an access token into FOURME_TOKEN"),
        ({"FOURME_URL": ""}, 2, "the following arguments are required: --url"),
        ({"FOURME_ACCOUNT": "nowhere"}, 3, "Forbidden."),
    ],
)
def test_the_environment_counts(
    program: Program, environment: dict[str, str], code: int, sentence: str
) -> None:
    ended = program("export", "sites", **environment)

    assert (ended.code, ended.output) == (code, b"")
    assert sentence in ended.told[-1]
    assert not ExportRun.objects.exists()


def test_a_token_file_comes_before_the_environment(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(f"{program.environment['FOURME_TOKEN']}\n")

    ended = program(
        *("export", "sites", "--from", "2999-01-01", "--token-file", str(path)),
        FOURME_TOKEN="wrong",
    )

    assert ended.code == 0


def test_the_account_is_that_of_option_and_environment(program: Program, wdc: Account) -> None:
    unchanged = ("export", "sites", "--from", "2999-01-01")

    assert program(*unchanged, FOURME_ACCOUNT=wdc.id).code == 0
    assert program(*unchanged, "--account", wdc.id, FOURME_ACCOUNT="nowhere").code == 0


def test_a_failure_is_told_as_json_too(program: Program) -> None:
    ended = program("export", "nonsense", "--json")

    assert ended.code == 2
    assert ended.facts == {"message": "Type nonsense is not one that can be exported."}
    assert ended.told == [ended.facts["message"]]


def test_a_file_and_a_result_cannot_both_go_to_standard_output(program: Program) -> None:
    ended = program("export", "sites", "--json", "-o", "-")

    assert ended.code == 2
    assert ended.facts == {"message": "--json and -o - would both write to standard output."}
    assert not ExportRun.objects.exists()


def test_the_address_may_be_that_of_the_api(program: Program) -> None:
    url = program.environment["FOURME_URL"]
    unchanged = ("export", "sites", "--from", "2999-01-01")

    assert program(*unchanged, "--url", f"{url}/v1/").code == 0
    ended = program(*unchanged, "--url", f"{url}/elsewhere")
    assert (ended.code, ended.told) == (3, ["That is not the API: correct --url."])


def test_help_tells_the_exit_codes(program: Program) -> None:
    ended = program("import", "--help")

    assert ended.code == 0
    assert "Ends with 0: all well" in ended.text
