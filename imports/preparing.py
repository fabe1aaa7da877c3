"""For those who prepare a file: the page that explains a type, an example file, the schema."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fourme.accounts.request import AccountRequest
from fourme.api.errors import answer
from imports.example import example as make_example
from imports.example import lacking
from imports.requested import requested_type
from records import explanations, registry
from records.rights import import_refusal
from records.schema import schema as make_schema
from records.types import RecordType


@require_safe
def page(request: AccountRequest, slug: str) -> HttpResponse:
    """Explain how a file of the type is made: its columns and rules."""
    record_type = requested_type(request, slug)
    actor = request.actor
    context = {
        "type": record_type,
        "refusal": import_refusal(actor, record_type, console=True),
        "summary": explanations.summary(record_type),
        "finding": explanations.finding(record_type),
        "merging": explanations.merging(record_type),
        "before": explanations.needed_before(record_type),
        "named": explanations.named_by(record_type),
        "columns": explanations.explain(record_type),
        "lacking": lacking(actor, record_type),
        "options": [each for each in _relatives(record_type) if each.importable],
    }
    return render(request, "imports/preparing.html", context)


@require_safe
def example(request: AccountRequest, slug: str) -> HttpResponse:
    """Send an example file of the type."""
    record_type = requested_type(request, slug)
    return HttpResponse(
        make_example(request.actor, record_type).csv(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="example-{record_type.slug}.csv"',
            "Cache-Control": "no-store",
        },
    )


@require_safe
def schema(request: AccountRequest, slug: str) -> HttpResponse:
    """Send the JSON Schema of a row."""
    return answer(make_schema(requested_type(request, slug)))


def _relatives(record_type: RecordType) -> list[RecordType]:
    """Return the other types that the dialog of the type, or of its parent, offers."""
    parent = registry.get(record_type.parent) if record_type.parent else record_type
    return [each for each in registry.options(parent) if each is not record_type]
