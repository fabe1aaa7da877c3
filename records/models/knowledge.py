"""Knowledge articles: how to do something, or how to get around something that is broken."""

from records import columns
from records.authors import AUTHOR
from records.keys import ID_KEY
from records.models.record import Record, Sourced

FAMILY = "Knowledge"


class KnowledgeArticle(Sourced, Record):
    """A description of how something is done or solved, for those who may read it."""

    status = columns.Enum(
        "Status",
        ("work_in_progress", "not_validated", "validated", "archived"),
        default="not_validated",
        help="An article is taken out of use with archived.",
    )
    internal_specialists = columns.Boolean(
        "Internal Specialists", default=True, help="Specialists of the account can read it."
    )
    covered_specialists = columns.Boolean(
        "Covered Specialists",
        default=True,
        help="Specialists of customers with a service level agreement can read it.",
    )
    key_contacts = columns.Boolean(
        "Key Contacts", default=True, help="Key contacts of customers can read it."
    )
    end_users = columns.Boolean(
        "End Users", default=True, help="Everybody covered by the service can read it."
    )
    service = columns.Ref("Service", to="Service", required=True)
    service_instances = columns.Refs(
        "Service Instances",
        to="ServiceInstance",
        help="Limits the article to the users of these instances of the service.",
    )
    subject = columns.String("Subject", max_length=255, required=True)
    description = columns.Text(
        "Description", required=True, help="The situation in which the article helps."
    )
    instructions = columns.Text("Instructions", required=True, help="What to do, step by step.")
    created_by = columns.Ref(
        "Created By", to="Person", read_only=True, initial=AUTHOR, help="Who added the article."
    )
    keywords = columns.String(
        "Keywords", max_length=2048, help="Words by which it is found, with commas between them."
    )

    class Type:
        slug, label, singular, family = (
            "knowledge_articles",
            "Knowledge Articles",
            "Knowledge Article",
            FAMILY,
        )
        key = ID_KEY
        list_columns = ("subject", "status", "service", "created_by", "updated_at")
        search_columns = ("subject", "keywords", "source_id")
        example = (
            {
                "subject": "Make room in your mailbox",
                "status": "validated",
                "description": "The mailbox says that it is full.",
                "instructions": "1. Delete what is no longer needed.\n2. **Empty the bin.**",
                "keywords": "mailbox, full, quota",
            },
            {
                "subject": "Unlock the disk of a laptop",
                "status": "work_in_progress",
                "end_users": "0",
                "description": "A laptop asks for the key of its disk.",
                "instructions": "Look up the key by the serial number.",
            },
        )
        notes = (
            "Import services before knowledge articles.",
            "Requests and problems name an article by its ID.",
        )
