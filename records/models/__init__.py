"""The models of all record types, in families."""

from records.models.affected_slas import AffectedSla
from records.models.agile import (
    AgileBoard,
    AgileBoardColumn,
    ProductBacklog,
    ProductBacklogItem,
    ScrumWorkspace,
    Sprint,
    SprintBacklogItem,
)
from records.models.agreements import Contract, Flsa, Sla, SlaCoverageGroup, SlaServiceInstance
from records.models.automation import AppOffering, AppOfferingScope
from records.models.automation_rules import (
    AppOfferingAutomationRule,
    GenericCiAutomationRule,
    GenericProjectTaskAutomationRule,
    GenericRequestAutomationRule,
    GenericRiskAutomationRule,
    GenericTaskAutomationRule,
    GenericWorkflowAutomationRule,
    ProjectTaskTemplateAutomationRule,
    ProjectTemplateAutomationRule,
    RequestTemplateAutomationRule,
    ScimGroupAutomationRule,
    ScimUserAutomationRule,
    TaskTemplateAutomationRule,
    WorkflowTemplateAutomationRule,
)
from records.models.cmdb import Ci, CiRelation
from records.models.configuration import (
    CustomCollection,
    CustomCollectionElement,
    CustomView,
    ShortUrl,
)
from records.models.contacts import OrganizationContactDetail, PersonContactDetail
from records.models.designs import EmailTemplate, PdfDesign
from records.models.finance import Invoice, TimeEntry
from records.models.history import Change
from records.models.knowledge import KnowledgeArticle
from records.models.logs import PermissionEvent, SystemLogEntry
from records.models.notes import Note
from records.models.offerings import ServiceOffering, StandardServiceRequest
from records.models.people import Organization, Person, Site, SkillPool, Team, TrustedOrganization
from records.models.problems import Problem
from records.models.products import Product, ProductCategory
from records.models.project_templates import (
    ProjectTaskTemplate,
    ProjectTaskTemplateAssignment,
    ProjectTemplate,
    ProjectTemplateLink,
    ProjectTemplateTask,
)
from records.models.projects import (
    Project,
    ProjectCategory,
    ProjectRiskLevel,
    ProjectTask,
    ProjectTaskAssignment,
)
from records.models.rates import (
    ServiceOfferingActivityRate,
    ServiceOfferingEffortClassRate,
    ServiceOfferingSsrRate,
)
from records.models.record import Record
from records.models.request_templates import RequestTemplate
from records.models.requests import Request, Satisfaction
from records.models.risks import Risk, RiskSeverity
from records.models.roles import PersonRoles
from records.models.services import Service, ServiceCategory, ServiceInstance
from records.models.settings import UiExtension
from records.models.shop import ShopArticle, ShopArticleCategory, ShopOrderLine
from records.models.sla_details import (
    SlaActivity,
    SlaCharge,
    SlaFinancialDetail,
    SlaNotificationRule,
    SlaNotificationScheme,
)
from records.models.slm import Calendar, CalendarHour, Holiday
from records.models.surveys import Survey, SurveyAnswer, SurveyQuestion, SurveyResponse
from records.models.tasks import Task, TaskApproval, TaskTemplate, TaskTemplateApproval
from records.models.time import (
    EffortClass,
    OrganizationTimeAllocation,
    OutOfOfficePeriod,
    TimeAllocation,
    TimesheetSetting,
)
from records.models.translations import MissingTranslation, OutdatedTranslation, Translation
from records.models.workflows import (
    Release,
    Workflow,
    WorkflowTemplate,
    WorkflowTemplateLink,
    WorkflowTemplateTask,
)

__all__ = [
    "AffectedSla",
    "AgileBoard",
    "AgileBoardColumn",
    "AppOffering",
    "AppOfferingAutomationRule",
    "AppOfferingScope",
    "Calendar",
    "CalendarHour",
    "Change",
    "Ci",
    "CiRelation",
    "Contract",
    "CustomCollection",
    "CustomCollectionElement",
    "CustomView",
    "EffortClass",
    "EmailTemplate",
    "Flsa",
    "GenericCiAutomationRule",
    "GenericProjectTaskAutomationRule",
    "GenericRequestAutomationRule",
    "GenericRiskAutomationRule",
    "GenericTaskAutomationRule",
    "GenericWorkflowAutomationRule",
    "Holiday",
    "Invoice",
    "KnowledgeArticle",
    "MissingTranslation",
    "Note",
    "Organization",
    "OrganizationContactDetail",
    "OrganizationTimeAllocation",
    "OutOfOfficePeriod",
    "OutdatedTranslation",
    "PdfDesign",
    "PermissionEvent",
    "Person",
    "PersonContactDetail",
    "PersonRoles",
    "Problem",
    "Product",
    "ProductBacklog",
    "ProductBacklogItem",
    "ProductCategory",
    "Project",
    "ProjectCategory",
    "ProjectRiskLevel",
    "ProjectTask",
    "ProjectTaskAssignment",
    "ProjectTaskTemplate",
    "ProjectTaskTemplateAssignment",
    "ProjectTaskTemplateAutomationRule",
    "ProjectTemplate",
    "ProjectTemplateAutomationRule",
    "ProjectTemplateLink",
    "ProjectTemplateTask",
    "Record",
    "Release",
    "Request",
    "RequestTemplate",
    "RequestTemplateAutomationRule",
    "Risk",
    "RiskSeverity",
    "Satisfaction",
    "ScimGroupAutomationRule",
    "ScimUserAutomationRule",
    "ScrumWorkspace",
    "Service",
    "ServiceCategory",
    "ServiceInstance",
    "ServiceOffering",
    "ServiceOfferingActivityRate",
    "ServiceOfferingEffortClassRate",
    "ServiceOfferingSsrRate",
    "ShopArticle",
    "ShopArticleCategory",
    "ShopOrderLine",
    "ShortUrl",
    "Site",
    "SkillPool",
    "Sla",
    "SlaActivity",
    "SlaCharge",
    "SlaCoverageGroup",
    "SlaFinancialDetail",
    "SlaNotificationRule",
    "SlaNotificationScheme",
    "SlaServiceInstance",
    "Sprint",
    "SprintBacklogItem",
    "StandardServiceRequest",
    "Survey",
    "SurveyAnswer",
    "SurveyQuestion",
    "SurveyResponse",
    "SystemLogEntry",
    "Task",
    "TaskApproval",
    "TaskTemplate",
    "TaskTemplateApproval",
    "TaskTemplateAutomationRule",
    "Team",
    "TimeAllocation",
    "TimeEntry",
    "TimesheetSetting",
    "Translation",
    "TrustedOrganization",
    "UiExtension",
    "Workflow",
    "WorkflowTemplate",
    "WorkflowTemplateAutomationRule",
    "WorkflowTemplateLink",
    "WorkflowTemplateTask",
]
