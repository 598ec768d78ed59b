"""The texts of faults about setting up a hall: cells, files, what cannot be changed."""

from shouwen.wording import Wording

HALL_SETUP_TEXTS: dict[str, Wording] = {
    "setup-empty": Wording("这里要填写，不能留空。", "這裡要填寫，不能留空。", "this must be filled in."),
    "setup-formula": Wording(
        "这里是公式或出错的结果（{given}）；请只粘贴它的值。",
        "這裡是公式或出錯的結果（{given}）；請只貼上它的值。",
        "this is a formula, or what came of one that failed ({given}); paste its value instead.",
    ),
    "setup-code-form": Wording(
        "“{given}”不能作代码；只用字母、数字和 . _ + -，不含空格，至多 {most} 个字符。",
        "「{given}」不能作代碼；只用字母、數字和 . _ + -，不含空格，至多 {most} 個字元。",
        "“{given}” is no code; use letters, digits and . _ + - alone, {most} at most, without blanks.",
    ),
    "setup-code-date": Wording(
        "Excel 把这里当成了日期或时间；请把这一列设为“文本”，再写一遍。",
        "Excel 把這裡當成了日期或時間；請把這一欄設為「文字」，再寫一遍。",
        "Excel has made a date or time of this; format the column as Text and write it again.",
    ),
    "setup-code-twice": Wording(
        "“{given}”在第 {row} 行已经有了；每个代码只写一行。",
        "「{given}」在第 {row} 列已經有了；每個代碼只寫一列。",
        "“{given}” stands in row {row} already; leave one of the two.",
    ),
    "setup-code-taken": Wording(
        "“{given}”已经有了；请换一个代码，或去修改那一个。",
        "「{given}」已經有了；請換一個代碼，或去修改那一個。",
        "“{given}” is there already; choose another code, or change that one.",
    ),
    "setup-code-gone": Wording(
        "“{given}”已经没有了；请返回列表再看。",
        "「{given}」已經沒有了；請返回列表再看。",
        "“{given}” is not there any more; go back to the list and look again.",
    ),
    "setup-prefix-form": Wording(
        "“{given}”不能作前缀；请写一至三个字母 A–Z。",
        "「{given}」不能作前綴；請寫一至三個字母 A–Z。",
        "“{given}” is no prefix; write one to three letters A–Z.",
    ),
    "setup-whole-form": Wording(
        "“{given}”不对；请写 {least} 到 {most} 的整数。",
        "「{given}」不對；請寫 {least} 到 {most} 的整數。",
        "“{given}” does not fit; write a whole number from {least} to {most}.",
    ),
    "setup-money-form": Wording(
        "“{given}”不是金额；请写元，如 12.50：不为负，最多两位小数，不超过 {most}。",
        "「{given}」不是金額；請寫元，如 12.50：不為負，最多兩位小數，不超過 {most}。",
        "“{given}” is no amount; write yuan such as 12.50: not below 0, two decimals at most, up to {most}.",
    ),
    "setup-flag-form": Wording(
        "“{given}”看不懂；请写“是”或“否”。",
        "「{given}」看不懂；請寫「是」或「否」。",
        "“{given}” is neither; write yes or no.",
    ),
    "setup-day-form": Wording(
        "“{given}”不是日期；请写成 2026-05-06 这样。",
        "「{given}」不是日期；請寫成 2026-05-06 這樣。",
        "“{given}” is no date; write it as 2026-05-06.",
    ),
    "setup-time-form": Wording(
        "“{given}”不是时间；请写成 09:00 这样，到分钟为止。",
        "「{given}」不是時間；請寫成 09:00 這樣，到分鐘為止。",
        "“{given}” is no time; write it as 09:00, to the minute.",
    ),
    "setup-name-none": Wording(
        "没有名称；三种语言中请至少写一种。",
        "沒有名稱；三種語言中請至少寫一種。",
        "it has no name; write one in at least one of the three languages.",
    ),
    "setup-line-unknown": Wording(
        "没有业务排在“{given}”队列；现有队列：{known}。请先在业务里设置，或改正代码。",
        "沒有業務排在「{given}」佇列；現有佇列：{known}。請先在業務裡設定，或改正代碼。",
        "no service waits in a line “{given}”; lines there are: {known}. Enter the service first, or correct the code.",
    ),
    "setup-service-unknown": Wording(
        "没有业务“{given}”；现有：{known}。请先加业务，或改正代码，或留空。",
        "沒有業務「{given}」；現有：{known}。請先加業務，或改正代碼，或留空。",
        "there is no service “{given}”; there are: {known}. Add it first, correct the code, or leave it empty.",
    ),
    "setup-calendar-unknown": Wording(
        "标准里没有日历“{given}”；可选：{known}。",
        "標準裡沒有日曆「{given}」；可選：{known}。",
        "the standard has no calendar “{given}”; choose one of: {known}.",
    ),
    "setup-zeros-lost": Wording(
        "“{given}”是新的，“{was}”不再办理：是不是 Excel 丢了前面的零？若是，请把代码列设为“文本”，写成 {was}，再上传。",
        "「{given}」是新的，「{was}」不再辦理：是不是 Excel 丟了前面的零？"
        "若是，請把代碼欄設為「文字」，寫成 {was}，再上傳。",
        "“{given}” is new and “{was}” goes: has Excel dropped the zero? If so, format the column as Text, write {was} "
        "and upload again.",
    ),
    "setup-file-none": Wording(
        "没有选择文件；请选择填好的文件。",
        "沒有選擇檔案；請選擇填好的檔案。",
        "no file was chosen; choose the one you filled in.",
    ),
    "setup-file-big": Wording(
        "文件太大；至多 {most} MB。请只留要用的工作表和行。",
        "檔案太大；至多 {most} MB。請只留要用的工作表和列。",
        "the file is too big; {most} MB at most. Keep only the sheet and the rows that are needed.",
    ),
    "setup-file-kind": Wording(
        "读不了这种文件；请在 Excel 里另存为 .xlsx（不带宏和密码）或 CSV。",
        "讀不了這種檔案；請在 Excel 裡另存為 .xlsx（不帶巨集和密碼）或 CSV。",
        "this kind of file cannot be read; save it in Excel as .xlsx (no macros, no password) or CSV.",
    ),
    "setup-file-broken": Wording(
        "文件已损坏，读不下去；请在 Excel 里打开，另存一份再上传。",
        "檔案已損壞，讀不下去；請在 Excel 裡開啟，另存一份再上傳。",
        "the file is damaged and cannot be read to its end; open it in Excel, save it anew and upload that.",
    ),
    "setup-headings": Wording(
        "没有找到标题行；前十行中要有一行写着：{headings}。请从下载的文件开始填写。",
        "沒有找到標題列；前十列中要有一列寫著：{headings}。請從下載的檔案開始填寫。",
        "no row of headings was found; one of the first ten must hold: {headings}. Start from the file "
        "you can download.",
    ),
    "setup-column-missing": Wording(
        "缺少“{heading}”这一列；请补上再上传。",
        "缺少「{heading}」這一欄；請補上再上傳。",
        "the column “{heading}” is missing; add it and upload again.",
    ),
    "setup-column-twice": Wording(
        "“{heading}”这一列有两个；请只留一个。",
        "「{heading}」這一欄有兩個；請只留一個。",
        "the column “{heading}” is there twice; leave one of them.",
    ),
    "setup-rows-most": Wording(
        "行数太多；一次至多 {most} 行。请分几次上传。",
        "列數太多；一次至多 {most} 列。請分幾次上傳。",
        "there are too many rows; {most} at a time. Upload them in several parts.",
    ),
    "setup-rows-none": Wording(
        "标题下面一行也没有；要全部停办，请逐个修改。",
        "標題下面一列也沒有；要全部停辦，請逐個修改。",
        "there is no row under the headings; to stop offering all of them, change them one by one.",
    ),
    "setup-moved-on": Wording(
        "这期间有人改动了设置，什么都没有写入；请看最新的变化，再确认一次。",
        "這期間有人改動了設定，什麼都沒有寫入；請看最新的變化，再確認一次。",
        "somebody changed things meanwhile, and nothing was written; look at what changes now, and confirm again.",
    ),
    "setup-preview-old": Wording(
        "这份预览已经过期；请重新上传文件。",
        "這份預覽已經過期；請重新上傳檔案。",
        "this preview is too old; upload the file again.",
    ),
    "setup-counter-open": Wording(
        "台席 {counter} 正开着；请先关闭台席，再停用。",
        "檯席 {counter} 正開著；請先關閉檯席，再停用。",
        "counter {counter} is open; close it first, then take it out of use.",
    ),
    "setup-line-waited-in": Wording(
        "队列“{line}”里还有 {waiting} 人在等，不能没有台席服务；请等叫完，或先让别的台席服务它。",
        "佇列「{line}」裡還有 {waiting} 人在等，不能沒有檯席服務；請等叫完，或先讓別的檯席服務它。",
        "customers still wait in the line “{line}” ({waiting}), and no counter would serve it; wait until they are "
        "served, or let another counter serve it first.",
    ),
    "setup-period": Wording(
        "起止日期不对；请选一天到 {most} 天的一段，先写开始。",
        "起訖日期不對；請選一天到 {most} 天的一段，先寫開始。",
        "these days do not fit; choose from one to {most} days, the first first.",
    ),
    "setup-day-outside": Wording(
        "不在这段日期之内（{first} 至 {last}）；请删去这一行，或返回选更长的一段。",
        "不在這段日期之內（{first} 至 {last}）；請刪去這一列，或返回選更長的一段。",
        "this is outside the days chosen ({first} to {last}); remove the row, or go back and choose a longer time.",
    ),
    "setup-person-unknown": Wording(
        "本厅没有工号“{given}”；请改正，或请安全管理员安排岗位。",
        "本廳沒有工號「{given}」；請改正，或請安全管理員安排崗位。",
        "nobody with a post here has the work number “{given}”; correct it, or ask the security "
        "administrator for a post.",
    ),
    "setup-person-name": Wording(
        "工号 {number} 是{name}，与姓名不符；请改正其中一个，或把姓名留空。",
        "工號 {number} 是{name}，與姓名不符；請改正其中一個，或把姓名留空。",
        "work number {number} is {name}'s, not that of the name given; correct one of them, or leave the name empty.",
    ),
    "setup-shift-past": Wording(
        "这个班次已经开始或过去，不能再排；请删去这一行。",
        "這個班次已經開始或過去，不能再排；請刪去這一列。",
        "this shift would have begun already and cannot be planned any more; remove the row.",
    ),
    "setup-shift-twice": Wording(
        "与第 {row} 行的班次时间重叠；请改其中一行。",
        "與第 {row} 列的班次時間重疊；請改其中一列。",
        "this shift is at the same time as that of row {row}; change one of the two.",
    ),
}
