"""The book's own words: who answers for a case, promises, notices of what is owed, notes. Every channel has them."""

from __future__ import annotations

from collections.abc import Iterable

from shouwen.events.story import START, Follow
from shouwen.events.vocabulary import Field, Kind, Word
from shouwen.operation.ledger.channel import DEVICE, OFFERED, OWNER, SELF, Channel
from shouwen.operation.ledger.channel import Kind as SubjectKind
from shouwen.operation.people.roles import MANAGERS
from shouwen.wording import Wording

OFFER = "handover.offered"
ACCEPT = "handover.accepted"
REFUSE = "handover.refused"
TAKE_BACK = "handover.withdrawn"
TAKE = "owner.taken"
PROMISE = "promise.made"
KEEP = "promise.kept"
RELEASE = "promise.released"
NOTE = "note.added"
ATTACH = "attachment.added"
WARNED = "obligation.warned"
BROKEN = "obligation.broken"
WITHDRAWN = "obligation.withdrawn"
SHOWN = "data.unmasked"
FORGOTTEN = "customer.erased"
KNOWN = "customer.noted"
CHANGED = "organisation.changed"
TIER = "customer.tier-set"
AGREED = "customer.consent-given"
NO_LONGER = "customer.consent-withdrawn"
SHIFT_BEGUN = "shift.begun"
SHIFT_ENDED = "shift.ended"

NOTICES = frozenset({WARNED, BROKEN, WITHDRAWN})
"""What the book itself says of an obligation. No check reads them."""

SAID_BY_THE_BOOK = NOTICES | {CHANGED}
"""Nobody says these: the watch does, and the actions that change the organisation, which ask for the right first."""


def _field(name: str, kind: Kind, label: Wording) -> tuple[str, Field]:
    return name, Field(name, kind, label)


def _word(name: str, label: Wording, may: Iterable[str] = (), *fields: tuple[str, Field]) -> Word:
    return Word(name, label, dict(fields), tuple(may))


_TO = _field("to", "text", Wording("移交给", "移交給", "to"))
_REASON = _field("reason", "text", Wording("原因", "原因", "reason"))
_TEXT = _field("text", "text", Wording("内容", "內容", "text"))
_CLAUSE = _field("clause", "text", Wording("条款", "條款", "clause"))
_OPENED_BY = _field("opened_by", "number", Wording("由哪个事件引起", "由哪個事件引起", "event that opened it"))
_DUE = _field("due", "time", Wording("期限", "期限", "due"))
_UNTIL = _field("until", "time", Wording("答应的时间", "答應的時間", "promised time"))
_WHAT = _field("what", "text", Wording("事项", "事項", "what"))
_PLANNED = _field("planned", "time", Wording("计划时间", "計劃時間", "planned time"))
_TIER = _field("tier", "text", Wording("等级", "等級", "tier"))
_STAFF = _field("staff", "text", Wording("员工", "員工", "staff member"))
_PERIOD = _field("period", "time", Wording("周期开始", "週期開始", "beginning of the period"))
_OWED = (_CLAUSE, _OPENED_BY, _PERIOD, _DUE)

_CLOCKED_BY = (SELF, *MANAGERS, DEVICE)
"""Everyone clocks themselves; others of their unit its managers do, and a reader at the door."""

WORDS = (
    _word(OFFER, Wording("提出移交", "提出移交", "hand-over offered"), (OWNER, *MANAGERS), _TO, _REASON),
    _word(ACCEPT, Wording("接受移交", "接受移交", "hand-over accepted"), (OFFERED,)),
    _word(REFUSE, Wording("谢绝移交", "謝絕移交", "hand-over refused"), (OFFERED,), _REASON),
    _word(TAKE_BACK, Wording("撤回移交", "撤回移交", "hand-over withdrawn"), (OWNER, *MANAGERS)),
    _word(TAKE, Wording("经理接手", "經理接手", "taken over by the manager"), MANAGERS, _REASON),
    _word(PROMISE, Wording("答应客户", "答應客戶", "promise made"), (OWNER, *MANAGERS), _UNTIL, _TEXT),
    _word(KEEP, Wording("兑现承诺", "兌現承諾", "promise kept"), (OWNER, *MANAGERS), _TEXT),
    _word(RELEASE, Wording("客户免去承诺", "客戶免去承諾", "promise released"), (OWNER, *MANAGERS), _REASON),
    _word(NOTE, Wording("备注", "備註", "note"), (), _TEXT),
    _word(ATTACH, Wording("添加附件", "添加附件", "attachment added"), (), _TEXT),
    _word(WARNED, Wording("期限将到", "期限將到", "due soon"), (), *_OWED),
    _word(BROKEN, Wording("未按标准做到", "未按標準做到", "broken"), (), *_OWED),
    _word(WITHDRAWN, Wording("更正：没有违反", "更正：沒有違反", "not broken after all"), (), *_OWED),
    _word(SHOWN, Wording("查看客户资料", "查看客戶資料", "customer data shown"), (), _WHAT, _REASON),
    _word(FORGOTTEN, Wording("清除客户资料", "清除客戶資料", "customer data erased"), (), _REASON),
    # Data, care and consent the customer tells whoever serves them: who sees the customer may say these words.
    _word(KNOWN, Wording("登记客户资料", "登記客戶資料", "customer data noted"), (), _WHAT),
    _word(TIER, Wording("核定客户等级", "核定客戶等級", "customer's tier set"), ("account-manager", *MANAGERS), _TIER),
    _word(AGREED, Wording("客户同意", "客戶同意", "customer's consent given"), (), _WHAT),
    _word(NO_LONGER, Wording("客户撤回同意", "客戶撤回同意", "customer's consent withdrawn"), (), _WHAT),
    _word(CHANGED, Wording("组织变更", "組織變更", "organisation changed"), (), _WHAT, _TEXT),
    _word(SHIFT_BEGUN, Wording("上班", "上班", "shift begun"), _CLOCKED_BY, _STAFF, _PLANNED),
    _word(SHIFT_ENDED, Wording("下班", "下班", "shift ended"), _CLOCKED_BY, _STAFF, _PLANNED),
)

FACTS: tuple[Field, ...] = (
    Field("owner", "text", Wording("负责人", "負責人", "owner")),
    Field("customer", "text", Wording("客户", "客戶", "customer")),
    Field("arose_from", "text", Wording("起因事项", "起因事項", "arose from")),
    Field("out_of_turn", "flag", Wording("不合先后", "不合先後", "out of turn")),
    Field("reason", "text", Wording("原因", "原因", "reason")),
)
"""What the book stamps on an event: on the first of a story who answers for it and whose it is; on a late report, that
it does not follow; on a correction, why."""

_ENDS = frozenset({KEEP, RELEASE})
_ONCE = Follow({PROMISE: frozenset({START}), KEEP: frozenset({PROMISE}), RELEASE: frozenset({PROMISE})})

LEDGER = Channel(
    name="ledger",
    label=Wording("台账", "臺賬", "the book"),
    words=WORDS,
    kinds=(
        SubjectKind(name="promise", label=Wording("承诺", "承諾", "promise"), arises=True, follow=_ONCE, closes=_ENDS),
        SubjectKind(name="customer", label=Wording("客户", "客戶", "customer")),
        SubjectKind(name="unit", label=Wording("单位", "單位", "unit")),
        SubjectKind(name="staff", label=Wording("员工", "員工", "staff member")),
        SubjectKind(name="shift", label=Wording("班次", "班次", "shift")),
        SubjectKind(name="site-day", label=Wording("网点日", "網點日", "day at a site")),
        SubjectKind(name="device", label=Wording("设备", "設備", "device")),
    ),
)
