"""The texts of faults in administration: units, people, shifts, standards."""

from shouwen.wording import Wording

ADMINISTRATION_TEXTS: dict[str, Wording] = {
    "done-already": Wording(
        "这已经办过了，没有重复办理；请看现在的情况。",
        "這已經辦過了，沒有重複辦理；請看現在的情況。",
        "this was done already, and not a second time; look how it stands now.",
    ),
    "unit-code-form": Wording(
        "编码只能用小写字母、数字和横线，以字母或数字开头，最多 32 个字符；请改正。",
        "編碼只能用小寫字母、數字和橫線，以字母或數字開頭，最多 32 個字元；請改正。",
        "a code has small letters, digits and hyphens, begins with a letter or a digit, and has 32 characters at most.",
    ),
    "unit-code-taken": Wording(
        "编码“{taken}”已属于另一个单位；请换一个。",
        "編碼「{taken}」已屬於另一個單位；請換一個。",
        "the code {taken} is that of another unit; choose another.",
    ),
    "unit-closed": Wording(
        "“{unit}”已关闭；请另选单位，或先重新开放它。",
        "「{unit}」已關閉；請另選單位，或先重新開放它。",
        "{unit} is closed; choose another unit, or open it again first.",
    ),
    "unit-not-empty": Wording(
        "“{unit}”还不能关闭：下级单位 {below} 个，岗位 {posts} 个，未结事项 {cases} 件；请先处理完。",
        "「{unit}」還不能關閉：下級單位 {below} 個，崗位 {posts} 個，未結事項 {cases} 件；請先處理完。",
        "{unit} cannot be closed yet: units below it {below}, posts {posts}, open cases {cases}; see to these first.",
    ),
    "parked-gone": Wording(
        "这一项已有人处理，或系统已经办妥。",
        "這一項已有人處理，或系統已經辦妥。",
        "somebody has seen to it already, or it has been done meanwhile.",
    ),
    "parked-reason": Wording(
        "请写明为何不再处理；不要写客户的任何信息。",
        "請寫明為何不再處理；不要寫客戶的任何資訊。",
        "say why it is let be; name no customer.",
    ),
    "unit-standard-since": Wording(
        "单位改用另一标准，最早从{seconds}秒之后起：已经开始的事，仍按当时的标准评判。请选更晚的时间，或留空（尽早生效）。",
        "單位改用另一標準，最早從{seconds}秒之後起：已經開始的事，仍按當時的標準評判。請選更晚的時間，或留空（儘早生效）。",
        "a unit works by another standard from {seconds} seconds ahead at the earliest: the standard of its time "
        "judges what has begun. Choose a later time, or leave it empty: as soon as can be.",
    ),
    "unit-standard-unknown": Wording(
        "标准“{standard}”没有已发布的版本；请先由标准编写人发布。",
        "標準「{standard}」沒有已發布的版本；請先由標準編寫人發布。",
        "no edition of the standard {standard} is published; ask its author to publish one first.",
    ),
    "let-go-oneself": Wording(
        "不能为自己办理离职；请由另一位系统管理员办理。",
        "不能為自己辦理離職；請由另一位系統管理員辦理。",
        "nobody lets themselves go; ask another system administrator.",
    ),
    "successor-left": Wording(
        "这个人已经离职；请另选一位在职的同事。",
        "這個人已經離職；請另選一位在職的同事。",
        "this person has left; choose a colleague who is here.",
    ),
    "shift-none": Wording(
        "所选的日子里没有一天要排班；请选择星期和周数。",
        "所選的日子裡沒有一天要排班；請選擇星期和週數。",
        "none of the days chosen is a day to plan; choose weekdays and weeks.",
    ),
    "shift-clocked": Wording(
        "这个班次已经有人上班，不能删去；请保留记录。",
        "這個班次已經有人上班，不能刪去；請保留記錄。",
        "somebody has clocked in to this shift, so it stays as a record.",
    ),
    "standard-of-others": Wording(
        "标准“{standard}”还有 {count} 个单位在用，您在那里没有权限：{units}；请找上级单位的编写人或管理员办理。",
        "標準「{standard}」還有 {count} 個單位在用，您在那裡沒有權限：{units}；請找上級單位的編寫人或管理員辦理。",
        "{count} units work by the standard {standard} where this is not yours to do: {units}; "
        "ask somebody who has the role at a unit above them.",
    ),
    "calendar-unchanged": Wording(
        "日历与现在的完全相同；没有可以保存的改动。",
        "日曆與現在的完全相同；沒有可以儲存的改動。",
        "the calendar is just as it is now; there is no change to keep.",
    ),
    "edition-too-large": Wording(
        "标准的文本过大：最多 {most} 个字符，重复引用（*名称）展开后也不能过大；请拆分或删减。",
        "標準的文字過大：最多 {most} 個字元，重複引用（*名稱）展開後也不能過大；請拆分或刪減。",
        "the text of the standard is too large: {most} characters at most, and not without end where its aliases "
        "(*name) are written out; shorten it.",
    ),
    "edition-not-text": Wording(
        "文件不是 UTF-8 文本；请另存为 UTF-8 编码的 YAML 文件。",
        "檔案不是 UTF-8 文字；請另存為 UTF-8 編碼的 YAML 檔案。",
        "the file is not UTF-8 text; save it as a YAML file in UTF-8.",
    ),
}
