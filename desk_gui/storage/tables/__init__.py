"""Every table and index; the rules they carry come from the domain."""

from __future__ import annotations

from desk_gui.storage.tables.attachments import attachment, stored_file, stored_part
from desk_gui.storage.tables.classification import classifier_version
from desk_gui.storage.tables.collaboration import draft, notice, presence, seen, watcher
from desk_gui.storage.tables.journal import journal, journal_head
from desk_gui.storage.tables.knowledge import (
    article,
    article_edition,
    article_file,
    article_use,
    article_view,
    article_vote,
    search_miss,
    synonym,
)
from desk_gui.storage.tables.major_incidents import (
    major_incident,
    major_update,
    review_action,
    update_template,
)
from desk_gui.storage.tables.making import metadata
from desk_gui.storage.tables.people import account, contact, submission, team, team_member
from desk_gui.storage.tables.reports import fact_pack, fact_stale
from desk_gui.storage.tables.requests import (
    absence,
    approval,
    approval_step,
    approver,
    catalog_article,
    catalog_edition,
    catalog_item,
    catalog_order,
    task,
    task_after,
    task_template,
    task_template_after,
)
from desk_gui.storage.tables.settings import priority_matrix, setting
from desk_gui.storage.tables.sla import business_hours, clock, clock_mark, escalation, sla_policy
from desk_gui.storage.tables.tickets import (
    category,
    comment,
    link,
    proposal,
    saved_view,
    suggestion,
    ticket,
)

__all__ = [
    "absence",
    "account",
    "approval",
    "approval_step",
    "approver",
    "article",
    "article_edition",
    "article_file",
    "article_use",
    "article_view",
    "article_vote",
    "attachment",
    "business_hours",
    "catalog_article",
    "catalog_edition",
    "catalog_item",
    "catalog_order",
    "category",
    "classifier_version",
    "clock",
    "clock_mark",
    "comment",
    "contact",
    "draft",
    "escalation",
    "fact_pack",
    "fact_stale",
    "journal",
    "journal_head",
    "link",
    "major_incident",
    "major_update",
    "metadata",
    "notice",
    "presence",
    "priority_matrix",
    "proposal",
    "review_action",
    "saved_view",
    "search_miss",
    "seen",
    "setting",
    "sla_policy",
    "stored_file",
    "stored_part",
    "submission",
    "suggestion",
    "synonym",
    "task",
    "task_after",
    "task_template",
    "task_template_after",
    "team",
    "team_member",
    "ticket",
    "update_template",
    "watcher",
]
