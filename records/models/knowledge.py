"""TODO."""

from records import columns
from records.keys import ID_KEY
from records.models.record import Record, Sourced


class KnowledgeArticle(Sourced, Record):
    """TODO Knowledge Article."""

    status = columns.Enum(
        "Status",
        ("work_in_progress", "not_validated", "validated", "archived"),
        default="not_validated",
    )
    internal_specialists = columns.Boolean("Internal Specialists", default=True)
    covered_specialists = columns.Boolean("Covered Specialists", default=True)
    key_contacts = columns.Boolean("Key Contacts", default=True)
    end_users = columns.Boolean("End Users", default=True)
    service = columns.Ref("Service", to="Service", required=True)
    service_instances = columns.Refs("Service Instances", to="ServiceInstance")
    subject = columns.String("Subject", max_length=255, required=True)
    description = columns.Text("Description", required=True)
    instructions = columns.Text("Instructions", required=True)
    created_by = columns.Ref("Created By", to="Person", read_only=True)
    keywords = columns.String("Keywords", max_length=2048)

    class Type:
        slug, label, singular, family = (
            "knowledge_articles",
            "Knowledge Articles",
            "Knowledge Article",
            "Knowledge",
        )
        key = ID_KEY
        list_columns = ("subject", "status", "service", "updated_at")
        search_columns = ("subject",)

    class Meta(Sourced.Meta):
        pass
