"""The texts of the faults of logs: code → what is wrong and the cure, in three languages."""

from shouwen.wording import Wording

LOG_TEXTS: dict[str, Wording] = {
    "log-unreadable": Wording(
        "读不出事件日志（{why}）；请检查路径，并确认文件的格式与文件名相符。",
        "讀不出事件日誌（{why}）；請檢查路徑，並確認檔案的格式與檔名相符。",
        "cannot read the event log ({why}); check its path, and that the file is of the format its name says.",
    ),
    "log-columns-missing": Wording(
        "事件日志缺少这些列：{columns}；请补上，列名须完全一致。",
        "事件日誌缺少這些欄：{columns}；請補上，欄名須完全一致。",
        "the event log lacks these columns: {columns}; add them, under exactly these names.",
    ),
    "log-section-form": Wording(
        "log 应写成若干项，至少有 kind、subject、word、at；请按此改写。",
        "log 應寫成若干項，至少有 kind、subject、word、at；請按此改寫。",
        "log is written as keys and values; give it at least kind, subject, word and at.",
    ),
    "log-key-unknown": Wording(
        "log 下没有“{key}”这一项；相近的有：{near}。请改正。",
        "log 下沒有「{key}」這一項；相近的有：{near}。請改正。",
        "log has no key {key}; the nearest are: {near}. Correct it.",
    ),
    "log-key-missing": Wording(
        "log 下缺少“{key}”；{keys} 都要写，例如 at: time:timestamp。",
        "log 下缺少「{key}」；{keys} 都要寫，例如 at: time:timestamp。",
        "log lacks {key}; it needs all of {keys}, such as at: time:timestamp.",
    ),
    "log-fields-form": Wording(
        "fields 应写成“我们的字段: 对方的列”，例如 priority: Priority。",
        "fields 應寫成「我們的欄位: 對方的欄」，例如 priority: Priority。",
        "fields are written as our field: their column, such as priority: Priority.",
    ),
    "log-kind-form": Wording(
        "“{kind}”不能作对象的种类；请写一个不含空格和标点的词，例如 ticket。",
        "「{kind}」不能作對象的種類；請寫一個不含空格和標點的詞，例如 ticket。",
        "{kind} cannot be a kind of subject; write one word without blanks or signs, such as ticket.",
    ),
    "log-name-form": Wording(
        "“{given}”不是名称；请写文字，数字和是否请加引号。",
        "「{given}」不是名稱；請寫文字，數字和是否請加引號。",
        "{given} is no name; write a text, and put a number or a yes or no in quotes.",
    ),
    "log-field-unknown": Wording(
        "没有词语或现场情况写明字段“{field}”；相近的有：{near}。请改正，或在该词语的 fields 或 facts 下写上它。",
        "沒有詞語或現場情況寫明欄位「{field}」；相近的有：{near}。請改正，或在該詞語的 fields 或 facts 下寫上它。",
        "no word and no fact declares the field {field}; the nearest are: {near}. "
        "Correct it, or add it under the fields of a word or under facts.",
    ),
    "log-suffix": Wording(
        "看文件名不知道是哪种日志；能读的有：{suffixes}。请改名，或先另存为其中一种。",
        "看檔名不知道是哪種日誌；能讀的有：{suffixes}。請改名，或先另存為其中一種。",
        "the name does not say what kind of log this is; what can be read is: {suffixes}. "
        "Rename it, or save it as one of these.",
    ),
    "log-value-missing": Wording(
        "“{column}”是空的；请补上，或改正 log 下的列名。这一行有值的列：{filled}。",
        "「{column}」是空的；請補上，或改正 log 下的欄名。這一列有值的欄：{filled}。",
        "{column} is empty; fill it, or correct the name under log. What this row has is: {filled}.",
    ),
    "log-time-form": Wording(
        "“{column}”里的“{text}”不是时间；请写成 2025-01-28T09:00:00+08:00 的样子；日在前的（28/01/2025），"
        "请在 log 下写 dayfirst: true。",
        "「{column}」裡的「{text}」不是時間；請寫成 2025-01-28T09:00:00+08:00 的樣子；日在前的（28/01/2025），"
        "請在 log 下寫 dayfirst: true。",
        "{text} in {column} is no time; write it like 2025-01-28T09:00:00+08:00, or where the day comes first "
        "(28/01/2025), write dayfirst: true under log.",
    ),
    "log-number-form": Wording(
        "“{column}”里的“{text}”不是数字；请写成 1234.5 的样子，或把该字段改为 text。",
        "「{column}」裡的「{text}」不是數字；請寫成 1234.5 的樣子，或把該欄位改為 text。",
        "{text} in {column} is no number; write it like 1234.5, or declare the field a text.",
    ),
    "log-flag-form": Wording(
        "“{column}”里的“{text}”不是“是”或“否”；请写 true 或 false，或把该字段改为 text。",
        "「{column}」裡的「{text}」不是「是」或「否」；請寫 true 或 false，或把該欄位改為 text。",
        "{text} in {column} is neither yes nor no; write true or false, or declare the field a text.",
    ),
    "log-mixed-zones": Wording(
        "时区混用：{having} 写明了时差，{lacking} 没有；请改正导出，或在 log 下写 zone（例如 zone: Asia/Shanghai），"
        "没有时差的时间即按它计算。",
        "時區混用：{having} 寫明了時差，{lacking} 沒有；請改正匯出，或在 log 下寫 zone（例如 zone: Asia/Shanghai），"
        "沒有時差的時間即按它計算。",
        "mixed zones: {having} has an offset from UTC, {lacking} has none; fix the export, or write the zone of the "
        "times without one under log, such as zone: Asia/Shanghai.",
    ),
    "log-subject-too-wide": Wording(
        "对象“{subject}”的事件超过 {most} 个；请在 log 的 subject 处改用分得更细的列，例如工单号，而不是网点。",
        "對象「{subject}」的事件超過 {most} 個；請在 log 的 subject 處改用分得更細的欄，例如工單號，而不是據點。",
        "the subject {subject} has more than {most} events; under log, pick a narrower subject, such as the ticket "
        "instead of the site.",
    ),
    "log-gzip-broken": Wording(
        "压缩文件到此为止，或已损坏；请重新下载或重新导出。",
        "壓縮檔到此為止，或已損壞；請重新下載或重新匯出。",
        "the gzip file ends short here or is damaged; download or export it again.",
    ),
    "log-xes-broken": Wording(
        "第 {line} 行起 XML 有误（{why}）；请重新导出。",
        "第 {line} 行起 XML 有誤（{why}）；請重新匯出。",
        "from line {line} on this is broken XML ({why}); export it again.",
    ),
    "log-xes-doctype": Wording(
        "文件带有 DOCTYPE，XES 不该有，也不安全；请删去这一段，或重新导出。",
        "檔案帶有 DOCTYPE，XES 不該有，也不安全；請刪去這一段，或重新匯出。",
        "the file has a DOCTYPE, which XES never has and which is not safe; remove it, or export the file again.",
    ),
    "log-xes-order": Wording(
        "流程属性“{name}”写在了事件之后；按 XES 标准应在事件之前，请重新导出。",
        "流程屬性「{name}」寫在了事件之後；按 XES 標準應在事件之前，請重新匯出。",
        "the trace's attribute {name} stands after its events; XES wants it before them, export the file again.",
    ),
    "log-not-xes": Wording(
        "这不是 XES 日志；请导出为 XES（根元素为 log），或改用 CSV。",
        "這不是 XES 日誌；請匯出為 XES（根元素為 log），或改用 CSV。",
        "this is no XES log; export it as XES, whose root is log, or as CSV.",
    ),
    "log-encoding": Wording(
        "从这里起不是 UTF-8 或 GB18030 文字；请另存为 UTF-8 编码的 CSV。",
        "從這裡起不是 UTF-8 或 GB18030 文字；請另存為 UTF-8 編碼的 CSV。",
        "from here on this is no text in UTF-8 or GB18030; save it again as CSV in UTF-8.",
    ),
    "log-column-missing": Wording(
        "没有名为“{column}”的列；这个文件有：{columns}。请改正 log 下的列名。",
        "沒有名為「{column}」的欄；這個檔案有：{columns}。請改正 log 下的欄名。",
        "there is no column {column}; this file has: {columns}. Correct the name under log.",
    ),
    "log-column-twice": Wording(
        "有两列都叫“{column}”；请改名其中一列。",
        "有兩欄都叫「{column}」；請改名其中一欄。",
        "two columns are called {column}; rename one of them.",
    ),
    "log-line-too-long": Wording(
        "有一行超过 {most} 个字符，不是表格；请重新导出为 CSV。",
        "有一列超過 {most} 個字元，不是表格；請重新匯出為 CSV。",
        "a line has more than {most} characters, so this is no table; export it again as CSV.",
    ),
    "log-row-cells": Wording(
        "这一行有 {cells} 格，表头有 {columns} 列；请检查这一行的分隔符和引号。",
        "這一列有 {cells} 格，表頭有 {columns} 欄；請檢查這一列的分隔符號和引號。",
        "this row has {cells} cells, the header has {columns}; check its delimiters and quotes.",
    ),
    "log-row-quotes": Wording(
        "这一行读不成表格（{why}）；请检查它的引号。",
        "這一列讀不成表格（{why}）；請檢查它的引號。",
        "this row cannot be read as CSV ({why}); check its quotes.",
    ),
    "log-unwritable": Wording(
        "写不成事件日志（{why}）；请检查文件夹是否存在、可写、有足够空间。",
        "寫不成事件日誌（{why}）；請檢查資料夾是否存在、可寫、有足夠空間。",
        "cannot write the event log ({why}); check that its folder exists, may be written to, and has room.",
    ),
    "log-text-broken": Wording(
        "有一段文字含有残缺的字符（{text}）；请修正它的来源。",
        "有一段文字含有殘缺的字元（{text}）；請修正它的來源。",
        "a text holds half a character ({text}); mend it where it comes from.",
    ),
    "log-value-form": Wording(
        "字段“{field}”的值“{value}”写不进日志；请用文字、有限的数字、是否或空值。",
        "欄位「{field}」的值「{value}」寫不進日誌；請用文字、有限的數字、是否或空值。",
        "the value {value} of the field {field} cannot be kept; give a text, a finite number, yes or no, or nothing.",
    ),
    "log-event-broken": Wording(
        "这个事件的 about、data 或 correction 写法不对；请重新导出或重新导入这份日志。",
        "這個事件的 about、data 或 correction 寫法不對；請重新匯出或重新匯入這份日誌。",
        "about, data or correction of this event is malformed; export or import the log again.",
    ),
    "log-always-form": Wording(
        "word 应写列名，或在其下写 always: 词语，例如 always: incident.opened；请改正。",
        "word 應寫欄名，或在其下寫 always: 詞語，例如 always: incident.opened；請改正。",
        "word names a column, or below it stands always: and a word, such as incident.opened; write one of these.",
    ),
    "log-when-form": Wording(
        "when 应写成“列: 值”或“列: [值，值]”，例如 state: Closed；请按此改写。",
        "when 應寫成「欄: 值」或「欄: [值，值]」，例如 state: Closed；請按此改寫。",
        "when is written as column: value or column: [value, value], such as state: Closed; write it so.",
    ),
    "log-switch-form": Wording(
        "“{given}”不是 true 或 false；请写其中之一，不加引号。",
        "「{given}」不是 true 或 false；請寫其中之一，不加引號。",
        "{given} is neither true nor false; write one of them, without quotes.",
    ),
    "log-json-row": Wording(
        "这一行不是 JSON（{why}）；每行应是一个 CloudEvents 事件，请重新导出。",
        "這一列不是 JSON（{why}）；每列應是一個 CloudEvents 事件，請重新匯出。",
        "this line is no JSON ({why}); each line is one CloudEvent, export it again.",
    ),
    "log-json-broken": Wording(
        "从这里起 JSON 有误（{why}）；请重新导出，或改为每行一个事件的 .jsonl。",
        "從這裡起 JSON 有誤（{why}）；請重新匯出，或改為每列一個事件的 .jsonl。",
        "from here on this is broken JSON ({why}); export it again, or as .jsonl with one event a line.",
    ),
    "log-json-too-long": Wording(
        "这个事件超过 {most} 个字节；请从来源处去掉其中的附件或长文。",
        "這個事件超過 {most} 個位元組；請從來源處去掉其中的附件或長文。",
        "this event has more than {most} bytes; leave attachments and long texts out where it comes from.",
    ),
    "log-json-utf8": Wording(
        "这里不是 UTF-8 文字；CloudEvents 须用 UTF-8，请重新导出。",
        "這裡不是 UTF-8 文字；CloudEvents 須用 UTF-8，請重新匯出。",
        "this is no text in UTF-8, which CloudEvents are written in; export it again.",
    ),
    "log-ce-version": Wording(
        "specversion 是“{given}”；这里只读 CloudEvents 1.0，请按 1.0 导出。",
        "specversion 是「{given}」；這裡只讀 CloudEvents 1.0，請按 1.0 匯出。",
        "specversion is {given}; only CloudEvents 1.0 are read, export them as such.",
    ),
    "log-ce-attribute": Wording(
        "CloudEvents 属性“{name}”应是不空的文字，这里是“{given}”；请从来源处补正。",
        "CloudEvents 屬性「{name}」應是不空的文字，這裡是「{given}」；請從來源處補正。",
        "the CloudEvents attribute {name} should be a text that is not empty, and is {given}; mend it where it comes "
        "from.",
    ),
    "log-ce-mixed": Wording(
        "这个事件的来源是“{source}”，而文件开头的不是；请把本系统的事件与其他系统的分成两个文件。",
        "這個事件的來源是「{source}」，而檔案開頭的不是；請把本系統的事件與其他系統的分成兩個檔案。",
        "this event comes from {source}, unlike the first of the file; keep our own events and those of another system "
        "in two files.",
    ),
    "log-own-row": Wording(
        "“{column}”的写法不对（{given}）；请照导出时的样子改回，或重新导出。",
        "「{column}」的寫法不對（{given}）；請照匯出時的樣子改回，或重新匯出。",
        "{column} is not as it was written ({given}); put it back as it was, or export the log again.",
    ),
    "log-id-shared": Wording(
        "事件编号 {id} 在 {other} 里也有；请只给其中一个文件，或重新导出其中一个。",
        "事件編號 {id} 在 {other} 裡也有；請只給其中一個檔案，或重新匯出其中一個。",
        "the event number {id} is in {other} too; give only one of the two files, or export one of them anew.",
    ),
    "log-folder-empty": Wording(
        "文件夹里没有日志；能读的有：{suffixes}。请检查路径。",
        "資料夾裡沒有日誌；能讀的有：{suffixes}。請檢查路徑。",
        "the folder holds no log; what can be read is: {suffixes}. Check the path.",
    ),
    "log-suffix-out": Wording(
        "看文件名不知道要写成哪种日志；能写的有：{suffixes}。请改用其中一种后缀。",
        "看檔名不知道要寫成哪種日誌；能寫的有：{suffixes}。請改用其中一種副檔名。",
        "the name does not say what kind of log to write; what can be written is: {suffixes}. Use one of these.",
    ),
    "log-is-folder": Wording(
        "这是文件夹，不是文件；请写出文件名。",
        "這是資料夾，不是檔案；請寫出檔名。",
        "this is a folder and not a file; give the name of a file.",
    ),
    "log-kind-needed": Wording(
        "XES 须选定一种对象，每个对象一条流程；请加 --of，日志中有：{kinds}。",
        "XES 須選定一種對象，每個對象一條流程；請加 --of，日誌中有：{kinds}。",
        "XES has a trace for each subject of one kind; choose it with --of, the log has: {kinds}.",
    ),
    "log-bad-rows": Wording(
        "有 {count} 行读不出，没有写出任何文件（第一处：{first}）；请改正，或去掉 --strict。",
        "有 {count} 列讀不出，沒有寫出任何檔案（第一處：{first}）；請改正，或去掉 --strict。",
        "{count} rows could not be read and nothing was written (the first: {first}); mend them, or leave out "
        "--strict.",
    ),
    "log-xes-text": Wording(
        "事件 {id} 的文字里有 XML 不能写的控制字符；请改用 CSV 或 JSON，或从来源处去掉。",
        "事件 {id} 的文字裡有 XML 不能寫的控制字元；請改用 CSV 或 JSON，或從來源處去掉。",
        "a text of event {id} holds a control character that XML cannot write; use CSV or JSON, or remove it.",
    ),
}
