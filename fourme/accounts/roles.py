"""The roles that a person can have in an account (enumeration `permission.role`)."""

from django.db import models


class Role(models.TextChoices):
    """A role; the value is stored and exported, the label is shown."""

    ACCOUNT_OWNER = "account_owner", "Account Owner"
    KEY_CONTACT = "key_contact", "Key Contact"
    AUDITOR = "auditor", "Auditor"
    FINANCIAL_MANAGER = "financial_manager", "Financial Manager"
    SPECIALIST = "specialist", "Specialist"
    SERVICE_DESK_ANALYST = "service_desk_analyst", "Service Desk Analyst"
    SERVICE_DESK_MANAGER = "service_desk_manager", "Service Desk Manager"
    KNOWLEDGE_MANAGER = "knowledge_manager", "Knowledge Manager"
    PROBLEM_MANAGER = "problem_manager", "Problem Manager"
    WORKFLOW_MANAGER = "workflow_manager", "Workflow Manager"
    RELEASE_MANAGER = "release_manager", "Release Manager"
    PROJECT_MANAGER = "project_manager", "Project Manager"
    SERVICE_LEVEL_MANAGER = "service_level_manager", "Service Level Manager"
    CONFIGURATION_MANAGER = "configuration_manager", "Configuration Manager"
    ACCOUNT_DESIGNER = "account_designer", "Account Designer"
    ACCOUNT_ADMINISTRATOR = "account_administrator", "Account Administrator"
    DIRECTORY_AUDITOR = "directory_auditor", "Directory Auditor"
    DIRECTORY_DESIGNER = "directory_designer", "Directory Designer"
    DIRECTORY_ADMINISTRATOR = "directory_administrator", "Directory Administrator"
    WORKFLOW_AUTOMATOR_AUDITOR = "workflow_automator_auditor", "Workflow Automator Auditor"
    WORKFLOW_AUTOMATOR_SPECIALIST = (
        "workflow_automator_specialist",
        "Workflow Automator Specialist",
    )
