"""The words of the report's page."""

from __future__ import annotations

from shouwen.wording import Wording

WORDS = {
    "kind": Wording("服务标准核查报告", "服務標準核查報告", "Service standard audit"),
    "edition": Wording("版次", "版次", "Edition"),
    "as_of": Wording("截至", "截至", "As known at"),
    "period": Wording("期间", "期間", "Period"),
    "to": Wording("{first} 至 {last}", "{first} 至 {last}", "{first} to {last}"),
    "events": Wording("事件", "事件", "Events"),
    "sites": Wording("场所", "場所", "Sites"),
    "zone": Wording("时间均为 {zone} 当地时间", "時間均為 {zone} 當地時間", "All times are local times of {zone}"),
    "summary": Wording("结果一览", "結果一覽", "The result"),
    "score": Wording("加权得分", "加權得分", "Weighted score"),
    "score_note": Wording(
        "{clauses}/{of} 条有测量结果，占权重 {weight}",
        "{clauses}/{of} 條有測量結果，占權重 {weight}",
        "from {clauses} of {of} clauses, {weight} of the weight",
    ),
    "measured": Wording("有测量证据", "有測量證據", "Measured"),
    "measured_note": Wording(
        "已评判的 {judged} 次中的 {measured} 次",
        "已評判的 {judged} 次中的 {measured} 次",
        "{measured} of {judged} judged occasions",
    ),
    "broken": Wording("违反", "違反", "Broken"),
    "broken_note": Wording(
        "其中 {measured} 次有测量证据",
        "其中 {measured} 次有測量證據",
        "{measured} of them measured",
    ),
    "unjudged": Wording("未评判", "未評判", "Not judged"),
    "unjudged_note": Wording(
        "另有 {open} 次未到期；两者都不算守住",
        "另有 {open} 次未到期；兩者都不算守住",
        "and {open} still open; neither counts as kept",
    ),
    "how": Wording("怎样读这些数字", "怎樣讀這些數字", "How to read the figures"),
    "how_share": Wording(
        "守约率 = 有测量证据的守住 ÷ 有测量证据的（守住＋违反）。未到期与未评判的都不在分母里，也不算守住。",
        "守約率 = 有測量證據的守住 ÷ 有測量證據的（守住＋違反）。未到期與未評判的都不在分母裡，也不算守住。",
        "Share kept = kept ÷ (kept + broken), counting only occasions with measured evidence. What is open or not "
        "judged is not in it, and never counts as kept.",
    ),
    "how_reported": Wording(
        "自报：只凭被评判者自己勾选。自报单独列出，不算测量结果；如果一条的守住多半只有自报，就不给出守约率。",
        "自報：只憑被評判者自己勾選。自報單獨列出，不算測量結果；如果一條的守住多半只有自報，就不給出守約率。",
        "Self-reported: ticked by the very person who is judged. It stands apart and is no measurement; where most of "
        "what was kept in a clause is known only so, no share is given.",
    ),
    "how_score": Wording(
        "加权得分 = 各条守约率按权重的平均，只算有守约率的条款。",
        "加權得分 = 各條守約率按權重的平均，只算有守約率的條款。",
        "Weighted score = mean of the clauses’ shares, each by its weight; clauses without a share are left out.",
    ),
    "months_chart": Wording("按月加权得分", "按月加權得分", "Weighted score by month"),
    "months_note": Wording(
        "有测量证据的不到 {count} 次的月份不画。",
        "有測量證據的不到 {count} 次的月份不畫。",
        "Months with fewer than {count} measured occasions are not drawn.",
    ),
    "months_measured": Wording("有测量证据的次数", "有測量證據的次數", "Occasions measured"),
    "weakest": Wording("守约率最低的条款", "守約率最低的條款", "The clauses kept least"),
    "weakest_note": Wording(
        "圆点是守约率，线段是 95 % 置信区间：次数少，线段就长。",
        "圓點是守約率，線段是 95 % 信賴區間：次數少，線段就長。",
        "The dot is the share kept, the band its 95 % confidence interval: few occasions, long band.",
    ),
    "by_site": Wording("按场所", "按場所", "By site"),
    "site_note": Wording("得分低的在前。", "得分低的在前。", "Lowest score first."),
    "by_month": Wording("按月", "按月", "By month"),
    "by_person": Wording("按负责人", "按負責人", "By person answerable"),
    "person_note": Wording(
        "人员以编号表示。违反多的在前。", "人員以編號表示。違反多的在前。", "People are references. Most broken first."
    ),
    "more": Wording(
        "另有 {count} 个，见 report.csv", "另有 {count} 個，見 report.csv", "and {count} more, in report.csv"
    ),
    "site": Wording("场所", "場所", "Site"),
    "month": Wording("月份", "月份", "Month"),
    "person": Wording("负责人", "負責人", "Person"),
    "clauses": Wording("按章看条款", "按章看條款", "Clauses by chapter"),
    "other_clauses": Wording("其他条款", "其他條款", "Other clauses"),
    "all_clauses": Wording("全部条款", "全部條款", "All clauses"),
    "clause": Wording("条款", "條款", "Clause"),
    "share": Wording("守约率", "守約率", "Share kept"),
    "of_n": Wording("测 {count} 次", "測 {count} 次", "of {count}"),
    "reported": Wording("自报", "自報", "Self-reported"),
    "reported_kept": Wording("自报守住", "自報守住", "Self-reported kept"),
    "reported_broken": Wording("自报违反", "自報違反", "Self-reported broken"),
    "reported_only": Wording("多为自报", "多為自報", "mostly self-reported"),
    "kept": Wording("守住", "守住", "Kept"),
    "kept_measured": Wording("守住（测）", "守住（測）", "Kept, measured"),
    "broken_measured": Wording("违反（测）", "違反（測）", "Broken, measured"),
    "open": Wording("未到期", "未到期", "Open"),
    "occasions": Wording("次数", "次數", "Occasions"),
    "trend": Wording("逐月", "逐月", "By month"),
    "heat": Wording("场所与条款对照", "場所與條款對照", "Sites and clauses"),
    "heat_caption": Wording(
        "守约率（%）。括号内只是自报，不着色；“–”为没有可评判的。",
        "守約率（%）。括號內只是自報，不著色；「–」為沒有可評判的。",
        "Share kept, in per cent. In brackets and uncoloured: only self-reported. “–”: nothing to judge.",
    ),
    "heat_more": Wording(
        "只列出次数最多的 {count} 个场所（共 {of} 个）。",
        "只列出次數最多的 {count} 個場所（共 {of} 個）。",
        "The {count} sites with most occasions, of {of}.",
    ),
    "each": Wording("逐条说明", "逐條說明", "Clause by clause"),
    "check": Wording("核查方式", "核查方式", "What is checked"),
    "source": Wording("出处", "出處", "Source"),
    "severity": Wording("严重程度", "嚴重程度", "Severity"),
    "weight": Wording("权重 {weight}", "權重 {weight}", "weight {weight}"),
    "answerable": Wording("负责", "負責", "Answerable"),
    "editions": Wording("版次沿革", "版次沿革", "Editions"),
    "evidence": Wording("证据等级", "證據等級", "Evidence"),
    "reasons": Wording("原因", "原因", "Reasons"),
    "bounds": Wording("自报的影响", "自報的影響", "If self-reports count"),
    "bounds_note": Wording(
        "全部评判的 {count} 次中，守住在 {low}（自报的守住都不采信）与 {high}（都采信）之间。",
        "全部評判的 {count} 次中，守住在 {low}（自報的守住都不採信）與 {high}（都採信）之間。",
        "Of all {count} judged, between {low} (no self-report of keeping believed) and {high} (all believed) were "
        "kept.",
    ),
    "earliest": Wording("最早的违反", "最早的違反", "The earliest broken occasions"),
    "subject": Wording("对象", "對象", "Subject"),
    "due": Wording("到期", "到期", "Due"),
    "what": Wording("经过", "經過", "What happened"),
    "more_events": Wording("另有 {count} 条事件", "另有 {count} 條事件", "and {count} more events"),
    "no_reading": Wording(
        "这一条无法由事件评判，因此没有数字。",
        "這一條無法由事件評判，因此沒有數字。",
        "Events cannot judge this clause; there are no figures.",
    ),
    "nothing": Wording("期间没有出现过。", "期間沒有出現過。", "There was no occasion in the period."),
    "left_out": Wording("没有计入的内容", "沒有計入的內容", "What was left out"),
    "left_nothing": Wording(
        "没有：所有行都能读取，所有词都在标准里，日历数据齐全。",
        "沒有：所有行都能讀取，所有詞都在標準裡，日曆資料齊全。",
        "Nothing: every row could be read, every word is in the standard, the calendars are complete.",
    ),
    "left_bad": Wording(
        "{count} 行无法读取，没有计入。例如：",
        "{count} 行無法讀取，沒有計入。例如：",
        "{count} rows could not be read and are not counted, such as:",
    ),
    "left_unheard": Wording(
        "日志中标准未涉及的词，没有计入：",
        "日誌中標準未涉及的詞，沒有計入：",
        "Words of the log that the standard does not speak of, not counted:",
    ),
    "left_years": Wording(
        "日历“{calendar}”缺少 {years} 年的节假日数据，相关到期时间未知。",
        "日曆「{calendar}」缺少 {years} 年的節假日資料，相關到期時間未知。",
        "Calendar “{calendar}” lacks the holidays of {years}; due times there are unknown.",
    ),
    "left_clauses": Wording(
        "{count} 条条款无法由事件评判：{names}",
        "{count} 條條款無法由事件評判：{names}",
        "{count} clauses that events cannot judge: {names}",
    ),
    "signed": Wording("审核签字", "審核簽字", "Checked by"),
    "name": Wording("姓名", "姓名", "Name"),
    "date": Wording("日期", "日期", "Date"),
    "signature": Wording("签字", "簽字", "Signature"),
}
