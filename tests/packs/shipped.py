"""The packs that ship, read once for all tests of them."""

from __future__ import annotations

from shouwen.standard.clause import Clause
from shouwen.standard.layers import pack_names
from shouwen.standard.reading import Reading, examine

READ = {name: examine(f"pack:{name}") for name in pack_names()}
WITH_CLAUSES = {name: reading for name, reading in READ.items() if reading.standard.clauses}
MANUALS = {
    "营业厅服务规范手册",
    "移动个人客户经理服务规范",
    "授权维修服务中心管理手册",
    "客户服务规范",
    "营业厅服务流程与规范",
}
"""The five manuals by title."""


def own(reading: Reading) -> list[Clause]:
    """The clauses that the pack itself writes, chosen or not."""
    standard = reading.standard
    return [clause for clause in (*standard.clauses, *standard.unchosen) if ("clauses", clause.id) in reading.own]
