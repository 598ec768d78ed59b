"""The texts of what a review of a standard finds: clauses that cannot be meant, and what is declared in vain."""

from shouwen.wording import Wording

REVIEW_TEXTS: dict[str, Wording] = {
    "entry-not-traced": Wording(
        "标准里没有编号为“{entry}”的一项；最相近的有：{near}。",
        "標準裡沒有編號為「{entry}」的一項；最相近的有：{near}。",
        "the shipped standards hold no entry {entry}; the nearest are: {near}.",
    ),
    # Examples
    "example-unreadable": Wording(
        "例子里的“{event}”看不懂；请写“月-日 时:分 词语 字段=值”，例如 05-06 09:00 visit.entered。",
        "例子裡的「{event}」看不懂；請寫「月-日 時:分 詞語 欄位=值」，例如 05-06 09:00 visit.entered。",
        "{event} cannot be read as an event of an example; write month-day, time, word and field=value, such as "
        "05-06 09:00 visit.entered.",
    ),
    "example-not-so": Wording(
        "例子“{way}”判出来不是这样：{found}。kept 要全部守住，broken 要恰好违反一次，silent 要什么都不欠；"
        "请改例子或条款。",
        "例子「{way}」判出來不是這樣：{found}。kept 要全部守住，broken 要恰好違反一次，silent 要什麼都不欠；"
        "請改例子或條款。",
        "the example {way} does not come out so: {found}. kept must be kept throughout, broken broken exactly once, "
        "silent owe nothing; correct the example or the clause.",
    ),
    # Clauses that can never be judged, or only ever one way
    "review-conditions-exclude": Wording(
        "没有事件能满足全部条件：{event}。请删去互相排斥的条件之一；注意条款的 when 也加在这里。",
        "沒有事件能滿足全部條件：{event}。請刪去互相排斥的條件之一；注意條款的 when 也加在這裡。",
        "no event can fulfil all these conditions: {event}. Take out one of those that exclude each other; mind that "
        "when of the clause is added here.",
    ),
    "review-limit-never": Wording(
        "这个期限永远用不上：条件（{tests}）与 after 的条件互相排斥。请改正条件，或删去这个期限。",
        "這個期限永遠用不上：條件（{tests}）與 after 的條件互相排斥。請改正條件，或刪去這個期限。",
        "this limit never applies: its conditions ({tests}) exclude those of after. Correct them or take the limit "
        "out.",
    ),
    "review-limit-hidden": Wording(
        "条件为（{tests}）的期限永远用不上：另一个期限总在它之前适用。请改正条件，或删去这个期限。",
        "條件為（{tests}）的期限永遠用不上：另一個期限總在它之前適用。請改正條件，或刪去這個期限。",
        "the limit for ({tests}) never applies: another one always comes before it. Correct its conditions or take it "
        "out.",
    ),
    "review-limit-general-hidden": Wording(
        "不带条件的 limit 永远用不上：limits 中的某一个已适用于所有情形。请删去其中之一。",
        "不帶條件的 limit 永遠用不上：limits 中的某一個已適用於所有情形。請刪去其中之一。",
        "the limit without conditions never applies: one of limits fits every case already. Take out one of the two.",
    ),
    "review-never-resumes": Wording(
        "钟停下后再也不走：{event}本身又使钟停下。请让恢复的事件与停下的事件不同。",
        "鐘停下後再也不走：{event}本身又使鐘停下。請讓恢復的事件與停下的事件不同。",
        "once it stands the clock never runs again: {event} stops it itself. Name an event that resumes or reopens and "
        "does not also pause or close.",
    ),
    "review-opens-closed": Wording(
        "永远不会违反：{event}开始计时，同时又使事情关闭，钟一秒也不走。请改正 after 或 close。",
        "永遠不會違反：{event}開始計時，同時又使事情關閉，鐘一秒也不走。請改正 after 或 close。",
        "this can never be broken: {event} begins it and closes the case at once, so the clock never runs. Correct "
        "after or close.",
    ),
    "review-order-itself": Wording(
        "永远无法从一开始就做到：{event}要先有，而它自己也在 then 之中。请改正 first 或 then。",
        "永遠無法從一開始就做到：{event}要先有，而它自己也在 then 之中。請改正 first 或 then。",
        "this cannot be kept from the beginning: {event} must come first, but is among the then-events itself. Correct "
        "first or then.",
    ),
    "review-order-anew": Wording(
        "永远做不到：{event}要先有，而它自己又使此前的都作废。请改正 first 或 anew。",
        "永遠做不到：{event}要先有，而它自己又使此前的都作廢。請改正 first 或 anew。",
        "this can never be kept: {event} must come first, but itself makes void what came before. Correct first or "
        "anew.",
    ),
    "review-step-drops": Wording(
        "永远做不到：步骤{step}本身就使流程放弃。请改正步骤或 dropped。",
        "永遠做不到：步驟{step}本身就使流程放棄。請改正步驟或 dropped。",
        "this can never be kept: the step {step} itself gives the procedure up. Correct the step or dropped.",
    ),
    "review-step-after-end": Wording(
        "永远做不到：{earlier}使流程结束，排在它之后的{step}来不及做。请改正 to 或步骤的顺序。",
        "永遠做不到：{earlier}使流程結束，排在它之後的{step}來不及做。請改正 to 或步驟的順序。",
        "this can never be kept: {earlier} ends the procedure, and {step} is to come after it. Correct to or the order "
        "of the steps.",
    ),
    "review-step-at-start": Wording(
        "永远做不到：流程以{step}开始，排在它之前的{earlier}来不及做。请改正 from 或步骤的顺序。",
        "永遠做不到：流程以{step}開始，排在它之前的{earlier}來不及做。請改正 from 或步驟的順序。",
        "this can never be kept: the procedure begins with {step}, and {earlier} is to come before it. Correct from or "
        "the order of the steps.",
    ),
    "review-never-kept": Wording(
        "永远做不到：要求（{tests}）与适用的条件互相排斥。请改正要求或条件。",
        "永遠做不到：要求（{tests}）與適用的條件互相排斥。請改正要求或條件。",
        "this can never be kept: what it asks for ({tests}) is excluded by the conditions on which it applies. Correct "
        "either.",
    ),
    "review-always-kept": Wording(
        "永远不会违反：要求（{tests}）已包含在适用的条件之中。请放宽条件，或删去这一条。",
        "永遠不會違反：要求（{tests}）已包含在適用的條件之中。請放寬條件，或刪去這一條。",
        "this can never be broken: what it asks for ({tests}) follows from the conditions on which it applies. Widen "
        "them or take the clause out.",
    ),
    "review-forbids-nothing": Wording(
        "什么也没有禁止：where 的条件（{tests}）与 what 的条件互相排斥。请改正其中之一。",
        "什麼也沒有禁止：where 的條件（{tests}）與 what 的條件互相排斥。請改正其中之一。",
        "this forbids nothing: the conditions of where ({tests}) exclude those of what. Correct one of the two.",
    ),
    "review-count-any": Wording(
        "永远不会违反：任何次数都不少于 0。请写 at_most，或从 1 起的 at_least。",
        "永遠不會違反：任何次數都不少於 0。請寫 at_most，或從 1 起的 at_least。",
        "this can never be broken: every count is at least 0. Write at_most, or at_least from 1 up.",
    ),
    "review-count-end": Wording(
        "一结束就违反：一次也不允许，而结束它的{event}本身也算一次。请改正 count、to 或 at_most。",
        "一結束就違反：一次也不允許，而結束它的{event}本身也算一次。請改正 count、to 或 at_most。",
        "its very end breaks this: not one is allowed, and {event}, which ends it, counts as one. Correct count, to or "
        "at_most.",
    ),
    # Clauses against each other
    "review-same-check": Wording(
        "与条款 {other} 的检查完全相同，每次都会算两遍。请删去其中之一，或改正检查。",
        "與條款 {other} 的檢查完全相同，每次都會算兩遍。請刪去其中之一，或改正檢查。",
        "this is the very check of the clause {other}, so everything would count twice. Take one of them out or "
        "correct its check.",
    ),
    "review-asks-forbidden": Wording(
        "这一条要求{event}，而条款 {other} 禁止它。请给 {other} 加上条件或 unless，或改正这一条。",
        "這一條要求{event}，而條款 {other} 禁止它。請給 {other} 加上條件或 unless，或改正這一條。",
        "this clause asks for {event}, which the clause {other} forbids. Give {other} conditions or unless, or correct "
        "this one.",
    ),
    "review-nothing-allowed": Wording(
        "与条款 {other} 合在一起，什么也不允许：一条所许的，另一条都禁止。请放宽其中之一。",
        "與條款 {other} 合在一起，什麼也不允許：一條所許的，另一條都禁止。請放寬其中之一。",
        "together with the clause {other} nothing is allowed: what one permits the other forbids. Widen one of them.",
    ),
    "review-ranges-apart": Wording(
        "与条款 {other} 不能同时做到：两个范围没有共同的数。请改正其中一条的 at_least 或 at_most。",
        "與條款 {other} 不能同時做到：兩個範圍沒有共同的數。請改正其中一條的 at_least 或 at_most。",
        "this cannot be kept together with the clause {other}: no number lies in both ranges. Correct at_least or "
        "at_most of one of them.",
    ),
    "review-shares-over": Wording(
        "与条款 {other} 不能同时做到：两个互相排斥的比例合计超过 100%。请改正其中一条的 at_least。",
        "與條款 {other} 不能同時做到：兩個互相排斥的比例合計超過 100%。請改正其中一條的 at_least。",
        "this cannot be kept together with the clause {other}: the two shares exclude each other and come to over 100 "
        "per cent. Correct at_least of one of them.",
    ),
    "review-says-banned": Wording(
        "要说的“{phrase}”含有条款 {other} 所涉的禁语。请改正其中一条的 phrases，或加上 except。",
        "要說的「{phrase}」含有條款 {other} 所涉的禁語。請改正其中一條的 phrases，或加上 except。",
        "what is to be said here or in the clause {other}, {phrase}, holds what the other bans. Correct the phrases of "
        "one of them, or add except.",
    ),
    "review-steps-backwards": Wording(
        "与条款 {other} 不能同时做到：两条要求的先后顺序相反。请改正其中一条的顺序。",
        "與條款 {other} 不能同時做到：兩條要求的先後順序相反。請改正其中一條的順序。",
        "this cannot be kept together with the clause {other}: they ask for the same steps in opposite order. Correct "
        "the order of one of them.",
    ),
    "review-order-circle": Wording(
        "与这些条款合成一圈，谁也无法先做：{others}。请改正其中一条的 first 或 then。",
        "與這些條款合成一圈，誰也無法先做：{others}。請改正其中一條的 first 或 then。",
        "together with these clauses this order runs in a circle, so nothing can come first: {others}. Correct first "
        "or then of one of them.",
    ),
    "review-void": Wording(
        "这一条是空的：条款 {other} 对同样的事要求得更快。请改正期限或条件，或删去这一条。",
        "這一條是空的：條款 {other} 對同樣的事要求得更快。請改正期限或條件，或刪去這一條。",
        "this clause is void: the clause {other} asks for the same sooner. Correct its limit or conditions, or take it "
        "out.",
    ),
    # Hints
    "review-word-unused": Wording(
        "没有条款用到词语“{name}”；若不需要，可以删去。",
        "沒有條款用到詞語「{name}」；若不需要，可以刪去。",
        "no clause speaks of the word {name}; take it out if it is not needed.",
    ),
    "review-severity-unused": Wording(
        "没有条款用到严重程度“{name}”；若不需要，可以删去。",
        "沒有條款用到嚴重程度「{name}」；若不需要，可以刪去。",
        "no clause has the severity {name}; take it out if it is not needed.",
    ),
    "review-chapter-unused": Wording(
        "“{name}”这一章没有条款；若不需要，可以删去。",
        "「{name}」這一章沒有條款；若不需要，可以刪去。",
        "no clause stands under the chapter {name}; take it out if it is not needed.",
    ),
    "review-role-unused": Wording(
        "没有词语或条款用到角色“{name}”；若不需要，可以删去。",
        "沒有詞語或條款用到角色「{name}」；若不需要，可以刪去。",
        "no word and no clause names the role {name}; take it out if it is not needed.",
    ),
    "review-without-source": Wording(
        "没有写明出处；可以加上 source，写明手册和章节。",
        "沒有寫明出處；可以加上 source，寫明手冊和章節。",
        "it does not say where it comes from; you may add source, with manual and section.",
    ),
    "review-without-language": Wording(
        "says 没有单独写出这些语言的文字：{languages}；可以补上。",
        "says 沒有單獨寫出這些語言的文字：{languages}；可以補上。",
        "says is not worded in these languages: {languages}; you may add them.",
    ),
}
