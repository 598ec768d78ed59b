"""The roles that people have at a unit. Standards name the same; what a role may do, words say (`may`)."""

from __future__ import annotations

from collections.abc import Mapping

from shouwen.wording import Wording

ROLES: Mapping[str, Wording] = {
    "guide": Wording("导购", "導購", "guide"),
    "clerk": Wording("台席人员", "檯席人員", "counter clerk"),
    "device-clerk": Wording("终端销售人员", "終端銷售人員", "device-sales clerk"),
    "agent": Wording("话务员", "話務員", "phone agent"),
    "reception": Wording("前台", "前檯", "front desk"),
    "owner": Wording("投诉负责人", "投訴負責人", "complaint owner"),
    "engineer": Wording("工程师", "工程師", "engineer"),
    "dispatcher": Wording("派工员", "派工員", "dispatcher"),
    "account-manager": Wording("客户经理", "客戶經理", "key-account manager"),
    "account-lead": Wording("客户经理主管", "客戶經理主管", "lead of the key-account managers"),
    "team-lead": Wording("班组长", "班組長", "team lead"),
    "manager": Wording("经理", "經理", "manager"),
    "inspector": Wording("质检员", "質檢員", "quality inspector"),
    "area-manager": Wording("片区经理", "片區經理", "area manager"),
    "planner": Wording("排班计划员", "排班計劃員", "planner"),
    "author": Wording("标准编写人", "標準編寫人", "author of the standard"),
    "system-admin": Wording("系统管理员", "系統管理員", "system administrator"),
    "security-admin": Wording("安全管理员", "安全管理員", "security administrator"),
    "audit-admin": Wording("审计管理员", "審計管理員", "audit administrator"),
}

ADMINISTRATORS = ("system-admin", "security-admin", "audit-admin")
"""Held apart: who has one of them has no other, so that nobody can both do a thing and hide it."""

MANAGERS = ("manager", "area-manager")
"""Who answers for a unit: a concern is theirs until somebody has taken it."""
