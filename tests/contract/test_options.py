"""What the dialogs Import… and Export… of a type offer beside the type itself."""

import pytest

from records import registry

OPTIONS = {
    "people": {"people_contact_details", "people_roles"},
    "organizations": {
        "organizations_contact_details",
        "organizations_time_allocations",
        "trusted_organizations",
    },
    "cis": {"ci_relations"},
    "slas": {
        "sla_coverage_groups",
        "sla_financial_details",
        "sla_financial_details_activities",
        "sla_financial_details_charges",
        "affected_slas",
    },
    "sla_notification_schemes": {"sla_notification_rules"},
    "service_offerings": {
        "standard_service_requests",
        "service_offering_activity_rates",
        "service_offering_effort_class_rates",
        "service_offering_ssr_rates",
    },
    "surveys": {"survey_questions", "survey_responses", "survey_answers"},
    "tasks": {"task_approvals"},
    "task_templates": {"task_template_approvals", "task_template_automation_rules"},
    "workflow_templates": {"workflow_template_automation_rules"},
    "project_tasks": {"project_task_assignments"},
    "project_task_templates": {
        "project_task_template_assignments",
        "project_task_template_automation_rules",
    },
    "agile_boards": {"agile_board_columns"},
    "product_backlogs": {"product_backlog_items"},
    "sprints": {"sprint_backlog_items"},
    "custom_collections": {"custom_collection_elements"},
    "app_offerings": {"app_offering_scopes", "app_offering_automation_rules"},
    "requests": {"notes", "satisfactions"},
    "translations": {"missing_translations", "outdated_translations"},
}


@pytest.mark.parametrize("slug", OPTIONS)
def test_the_options_of_a_type(slug: str) -> None:
    first, *others = registry.options(registry.get(slug))
    assert first.slug == slug
    assert OPTIONS[slug] <= {each.slug for each in others}


def test_views_stand_at_the_end() -> None:
    for record_type in registry.types():
        importable = [each.importable for each in registry.options(record_type)[1:]]
        assert importable == sorted(importable, reverse=True), record_type.slug


def test_options_have_none_of_their_own() -> None:
    for record_type in registry.types():
        if record_type.parent:
            assert registry.get(record_type.parent).parent is None
            assert len(registry.options(record_type)) == 1
