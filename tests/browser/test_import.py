"""An import in a real browser, done by real workers: dialog, progress, result, mails, log."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from fourme.accounts.models import Account
from imports.models import ImportRun
from records.models import Organization, Person
from tests.fixtures.patience import until
from tests.fixtures.post import Post
from tests.fixtures.queues import Workers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
SECONDS = 60_000

PEOPLE = """\
Primary Email,Name,Organization,Information,Colour
one@wdc.example,Analyst One,Service Desk,By day,red
two@wdc.example,,Service Desk,By day,
three@wdc.example,Analyst Three,Servce Desk,"By day,
and by night",
four@wdc.example,Analyst Four,Service Desk,By day,
"""


@pytest.fixture
def desk(wdc: Account) -> Organization:
    return Organization.objects.create(account=wdc, name="Service Desk")


def open_dialog(page: Page) -> None:
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("link", name="Import…").click()
    heading = "Import People into wdc Widget Data Center"
    expect(page.get_by_role("dialog", name=heading)).to_be_visible()


def choose(page: Page, path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    file = page.locator("#id_file")
    expect(file).to_be_attached()
    expect(page.locator(".htmx-added")).to_have_count(0)  # the dialog does its work from then on
    file.set_input_files(path)
    expect(page.get_by_text("click to choose another one")).to_be_visible()


def texts(page: Page, selector: str) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(selector).all_text_contents()]


def table(page: Page, heading: str) -> list[list[str]]:
    """Return the rows of the table below a heading."""
    section = page.get_by_role("region", name=heading)
    expect(section).to_be_visible()
    return [row.locator("td").all_inner_texts() for row in section.locator("tbody tr").all()]


def test_a_file_is_understood_imported_and_corrected(
    inside: Page,
    workers: Workers,
    smtp: Post,
    desk: Organization,
    tmp_path: Path,
) -> None:
    open_dialog(inside)
    choose(inside, tmp_path / "new people.csv", PEOPLE)
    dialog = inside.get_by_role("dialog")
    assert texts(inside, ".understood div") == [
        "EncodingUTF-8",
        "SeparatorComma",
        "Rows4",
        "Columns5: 4 known, 1 unknown",
    ]
    expect(dialog.get_by_text("Unknown columns are ignored")).to_be_visible()
    assert texts(inside, ".import-samples tbody tr")[:2] == [
        "2one@wdc.exampleAnalyst OneService DeskBy day",
        "3two@wdc.exampleIs empty. Each row needs a value.Service DeskBy day",
    ]
    assert not ImportRun.objects.exists()

    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(inside.get_by_text("The import waits for its turn.")).to_be_visible()
    address = inside.url
    workers.start("imports", "mail", seconds=120, SITE_URL=settings.SITE_URL)
    expect(inside.get_by_text("The import is finished")).to_be_visible(timeout=SECONDS)
    expect(
        inside.get_by_text("2 people imported: 2 created. 2 rows were rejected.").first
    ).to_be_visible()
    assert texts(inside, ".counters div:not(.zero)") == ["created2", "rejected2"]
    assert [row[:4] for row in table(inside, "Rejected rows")] == [
        ["3", "3", "Name", ""],
        ["4", "4–5", "Organization", "Servce Desk"],  # noqa: RUF001 -- a dash between numbers
    ]
    expect(inside.get_by_text("Did you mean “Service Desk”?")).to_be_visible()
    expect(inside.locator(".jobs-badge")).to_have_text(re.compile("Import of people: done"))

    inside.get_by_label("Reason").select_option(label="Name: is empty. (1)")
    expect(inside.locator("#import-run tbody tr")).to_have_count(1)
    with inside.expect_download() as started:
        inside.get_by_role("link", name="Download rejected rows").click()
    started.value.save_as(tmp_path / "rejected.csv")
    rejected = (tmp_path / "rejected.csv").read_text(encoding="utf-8-sig")
    assert "two@wdc.example" in rejected
    assert "one@wdc.example" not in rejected

    mended = rejected.replace("Servce", "Service").replace(
        "two@wdc.example,,", "two@wdc.example,Analyst Two,"
    )
    inside.get_by_role("link", name="Import corrected file").click()
    choose(inside, tmp_path / "mended.csv", mended)
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(inside.get_by_text("2 people imported: 2 created.").first).to_be_visible(timeout=SECONDS)
    assert Person.objects.filter(organization=desk).count() == 4

    first, second = smtp.wait_for(2, 60)
    assert first["X-4me-Import"] == address.rstrip("/").rpartition("/")[2]
    assert second["Subject"] == "Import of people finished: 2 created, 0 updated, 0 failures"
    html = first.get_body(("html",))
    assert html is not None
    link = re.search(r'href="([^"]+/imports/[^"]+)"', html.get_content())
    assert link is not None
    inside.goto(link[1])
    expect(inside.get_by_text("2 rows were rejected.").first).to_be_visible()
    assert inside.url == address

    inside.goto("/settings/logs/?view=import")
    expect(inside.locator("tbody tr")).to_have_count(2)
    inside.locator("tbody .row-link").last.click()
    assert [row[2:4] for row in table(inside, "Messages")][1:] == [
        ["Name", ""],
        ["Organization", "Servce Desk"],
    ]
    assert "new people.csv" in [row[0] for row in table(inside, "Files")]


def test_a_test_saves_nothing_until_it_is_imported(
    inside: Page, workers: Workers, desk: Organization, wdc: Account, tmp_path: Path
) -> None:
    one = Person.objects.create(
        account=wdc, name="Analyst One", primary_email="one@wdc.example", organization=desk
    )
    many = "".join(f"p{n}@wdc.example,Person {n},Analyst\n" for n in range(1000))
    open_dialog(inside)
    changed = "one@wdc.example,Analyst One,Senior Analyst\n"
    choose(inside, tmp_path / "people.csv", "Primary Email,Name,Job Title\n" + changed + many)
    inside.get_by_label("Test only").check()
    inside.get_by_role("dialog").get_by_role("button", name="Import", exact=True).click()
    workers.start("imports", seconds=120, IMPORT_BATCH_ROWS="1")  # slow enough to be halted
    until(lambda: ImportRun.objects.get().line > 0, "the first rows", 60)
    with workers.halted("imports"):
        progress = inside.locator(".progress-line")
        expect(progress).to_contain_text("of 1,001 rows", timeout=SECONDS)
    expect(inside.get_by_text("The test is finished")).to_be_visible(timeout=SECONDS)
    expect(inside.get_by_text("This was a test: nothing was saved.").first).to_be_visible()
    assert table(inside, "What would change") == [
        ["2", "one@wdc.example", "Job Title", "", "Senior Analyst"]
    ]
    assert Person.objects.count() == 2

    inside.get_by_role("button", name="Import now").click()
    expect(inside.get_by_role("heading", name="Import of people", exact=True)).to_be_visible()
    inside.goto("/settings/")
    until(lambda: ImportRun.objects.filter(state="done").count() == 2, "the import", 60)
    # The page was left: the badge tells that the import is done.
    inside.goto("/records/sites/")
    expect(inside.get_by_role("link", name="Import of people: done")).to_be_visible()
    one.refresh_from_db()
    assert one.job_title == "Senior Analyst"
    assert Person.objects.count() == 1002


def test_a_running_import_can_be_canceled(inside: Page, workers: Workers, tmp_path: Path) -> None:
    rows = "".join(f"p{number}@wdc.example,Person {number}\n" for number in range(3000))
    workers.start("imports", seconds=120, IMPORT_BATCH_ROWS="1", JOB_STALE_SECONDS="5")
    open_dialog(inside)
    choose(inside, tmp_path / "people.csv", "Primary Email,Name\n" + rows)
    expect(inside.get_by_text("3,000", exact=True)).to_be_visible()
    inside.get_by_role("dialog").get_by_role("button", name="Import", exact=True).click()
    expect(inside.get_by_role("progressbar", name="Rows")).to_be_visible(timeout=SECONDS)
    cancel = inside.get_by_role("button", name="Cancel…")
    cancel.focus()
    with inside.expect_response(inside.url):
        pass  # the progress is fetched again
    expect(cancel).to_be_focused()
    cancel.click()
    inside.get_by_role("button", name="Cancel the import").click()
    expect(inside.get_by_text("The import was canceled")).to_be_visible(timeout=SECONDS)
    expect(inside.get_by_text("what was imported stays", exact=False).first).to_be_visible()
    assert 1 < Person.objects.count() < 3000
