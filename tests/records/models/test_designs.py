"""E-mail templates, PDF designs, UI extensions."""

from collections.abc import Callable

from imports.models import ImportRun
from records.models import Change, EmailTemplate, UiExtension
from tests.imports.importing import counters

Importing = Callable[..., ImportRun]


def test_an_account_has_one_template_for_each_trigger(importing: Importing) -> None:
    header = "Trigger,Subject,Body,Email Design\n"
    row = 'request/completed,{},"Hello\n[there]({{{{url}}}})",Default\n'
    assert counters(importing("email_templates", header + row.format("Done"))) == {"created": 1}
    run = importing("email_templates", header + row.format("Completed"))
    assert counters(run) == {"updated": 1}
    template = EmailTemplate.objects.get()
    assert (template.subject, template.body) == ("Completed", "Hello\n[there]({{url}})")
    run = importing("email_templates", f"{header}request/nonsense,A,B,Default\n")
    assert counters(run) == {"failures": 1}


def test_the_version_that_a_new_one_replaces_is_in_the_history(importing: Importing) -> None:
    header = "Source,Source ID,Name,Category,Active version HTML,Prepared version HTML\n"
    importing("ui_extensions", f"{header}s,1,Gate,site,<b>1</b>,<b>2</b>\n")
    run = importing("ui_extensions", f"{header}s,1,Gate,site,<b>2</b>,\n")
    assert counters(run) == {"updated": 1}
    extension = UiExtension.objects.get()
    assert (extension.active_version_html, extension.prepared_version_html) == ("<b>2</b>", "")
    change = Change.objects.get(record_type="ui_extensions")
    assert change.values["active_version_html"] == ["<b>1</b>", "<b>2</b>"]
