"""The texts of the faults of a standard's file: its page, its clauses, its checks and their lengths of time."""

from shouwen.wording import Wording

STANDARD_TEXTS: dict[str, Wording] = {
    # The file and its parts
    "file-unreadable": Wording(
        "文件打不开（{why}）；请检查路径，以及是否有权读取。",
        "檔案打不開（{why}）；請檢查路徑，以及是否有權讀取。",
        "the file cannot be opened ({why}); check its path, and whether you may read it.",
    ),
    "file-not-text": Wording(
        "文件不是 UTF-8 编码的文本；请在编辑器中另存，编码选 UTF-8。",
        "檔案不是 UTF-8 編碼的文字檔；請在編輯器中另存，編碼選 UTF-8。",
        "the file is not text in UTF-8; save it again from your editor with the encoding UTF-8.",
    ),
    "log-not-mapped": Wording(
        "还没有说明怎样读这个日志；请在标准的 log: 一节或 --mapping 的文件里写明 kind、subject、word、at 的列。",
        "還沒有說明怎樣讀這個日誌；請在標準的 log: 一節或 --mapping 的檔案裡寫明 kind、subject、word、at 的欄。",
        "nothing says how to read this log; give the standard a section log:, or a file with --mapping, that names the "
        "columns of kind, subject, word and at.",
    ),
    "time-form": Wording(
        "看不懂时间“{time}”；请写 2026-09-30T18:00:00+08:00 这样的形式。",
        "看不懂時間「{time}」；請寫 2026-09-30T18:00:00+08:00 這樣的形式。",
        "cannot read the time {time}; write it as 2026-09-30T18:00:00+08:00.",
    ),
    "page-broken": Wording(
        "YAML 写法有误（{why}）；请检查这一行和上一行的缩进、冒号、引号和括号。",
        "YAML 寫法有誤（{why}）；請檢查這一行和上一行的縮排、冒號、引號和括號。",
        "this is not proper YAML ({why}); check indents, colons, quotes and brackets in this line and the one above.",
    ),
    "page-empty": Wording(
        "文件是空的，或不是由“名称: 内容”组成；请从一行 standard: 名称写起。",
        "檔案是空的，或不是由「名稱: 內容」組成；請從一行 standard: 名稱寫起。",
        "the file is empty or not made of lines such as name: content; begin with a line standard: and its name.",
    ),
    "page-key": Wording(
        "“{key}”不能作名称；冒号前请只写一个词或一个日期，不要写列表或花括号。",
        "「{key}」不能作名稱；冒號前請只寫一個詞或一個日期，不要寫清單或大括號。",
        "{key} cannot be a name; before the colon write a single word or date, no list and no braces.",
    ),
    "page-twice": Wording(
        "“{key}”在同一处写了两次；请合并为一处。",
        "「{key}」在同一處寫了兩次；請合併為一處。",
        "{key} is written twice in the same place; put all of it in one.",
    ),
    "page-not-a-mapping": Wording(
        "“{given}”不合写法；请改写成 {shape}。",
        "「{given}」不合寫法；請改寫成 {shape}。",
        "{given} is not of the form wanted here; write {shape}.",
    ),
    "page-not-a-list": Wording(
        "“{key}”应写成列表；请每项另起一行，以“- ”开头，至少写一项。",
        "「{key}」應寫成清單；請每項另起一行，以「- 」開頭，至少寫一項。",
        "{key} is written as a list; give each item a line that begins with a dash and a space, one item at least.",
    ),
    "page-key-missing": Wording(
        "缺少“{key}”，或其中没有可用的内容；请写上 {key}: 和它的内容。",
        "缺少「{key}」，或其中沒有可用的內容；請寫上 {key}: 和它的內容。",
        "{key} is missing, or holds nothing of use; add {key}: and what belongs there.",
    ),
    "page-key-unknown": Wording(
        "这里没有“{key}”这一项；可用而相近的有：{near}。请改正或删去。",
        "這裡沒有「{key}」這一項；可用而相近的有：{near}。請改正或刪去。",
        "{key} is not known here; the nearest that are: {near}. Correct it or take it out.",
    ),
    "page-not-a-text": Wording(
        '“{key}”应是文字，而不是“{given}”；像数字或日期的文字请加引号，例如 {key}: "2025"。',
        '「{key}」應是文字，而不是「{given}」；像數字或日期的文字請加引號，例如 {key}: "2025"。',
        '{key} is a text, not {given}; put a text that looks like a number or a date in quotes, such as {key}: "2025".',
    ),
    "page-not-a-flag": Wording(
        "“{key}”不能写“{given}”；请写 true 或 false，不加引号。",
        "「{key}」不能寫「{given}」；請寫 true 或 false，不加引號。",
        "{key} cannot be {given}; write true or false, without quotes.",
    ),
    "page-not-a-count": Wording(
        "“{key}”不能写“{given}”；请写从 1 起的整数，不加引号和单位，例如 {key}: 4。",
        "「{key}」不能寫「{given}」；請寫從 1 起的整數，不加引號和單位，例如 {key}: 4。",
        "{key} cannot be {given}; write a whole number from 1 up without quotes or unit, such as {key}: 4.",
    ),
    "page-not-a-number": Wording(
        "“{key}”不能写“{given}”；请写数字，不加引号和单位，例如 {key}: 4.5。",
        "「{key}」不能寫「{given}」；請寫數字，不加引號和單位，例如 {key}: 4.5。",
        "{key} cannot be {given}; write a number without quotes or unit, such as {key}: 4.5.",
    ),
    "page-not-a-share": Wording(
        "“{key}”不能写“{given}”；请写大于 0、不超过 100 的百分数，例如 {key}: 80%。",
        "「{key}」不能寫「{given}」；請寫大於 0、不超過 100 的百分數，例如 {key}: 80%。",
        "{key} cannot be {given}; write a share over 0 and up to 100 per cent, such as {key}: 80%.",
    ),
    "page-choice": Wording(
        "“{key}”不能写“{given}”；请写其中之一：{choices}。",
        "「{key}」不能寫「{given}」；請寫其中之一：{choices}。",
        "{key} cannot be {given}; write one of: {choices}.",
    ),
    "page-languages": Wording(
        '“{key}”中的语言不对，或都没有文字；可用的语言有：{languages}，请至少写一种，例如 {key}: {{zh-Hans: "…", '
        'en: "…"}}。',
        '「{key}」中的語言不對，或都沒有文字；可用的語言有：{languages}，請至少寫一種，例如 {key}: {{zh-Hant: "…", '
        'en: "…"}}。',
        "{key} names a language that is not known, or has no text; write at least one of: {languages}, "
        'such as {key}: {{zh-Hans: "…", en: "…"}}.',
    ),
    # The standard, its words and clauses
    "standard-without-clauses": Wording(
        "标准中没有条款；请在 clauses 下至少写一条，每条以“- id: 名称”开头。",
        "標準中沒有條款；請在 clauses 下至少寫一條，每條以「- id: 名稱」開頭。",
        "the standard has no clauses; write at least one under clauses, each beginning with - id: and its name.",
    ),
    "field-is-a-fact": Wording(
        "“{field}”已写在 facts 下，每个词语都可以用；请从这里删去，或换一个名称。",
        "「{field}」已寫在 facts 下，每個詞語都可以用；請從這裡刪去，或換一個名稱。",
        "{field} stands under facts already, for every word to use; take it out here, or give it another name.",
    ),
    "clause-twice": Wording(
        "条款名称“{clause}”用了两次；请给其中一条换一个 id。",
        "條款名稱「{clause}」用了兩次；請給其中一條換一個 id。",
        "two clauses are called {clause}; give one of them another id.",
    ),
    "field-values-text": Wording(
        "values 只用于文字（text）；这个字段是 {kind}。请删去 values，或把 kind 改为 text。",
        "values 只用於文字（text）；這個欄位是 {kind}。請刪去 values，或把 kind 改為 text。",
        "values are for texts, and this field is a {kind}. Take values out, or make the kind text.",
    ),
    "says-phrases-or-elements": Wording(
        "says 要写 phrases（照着说的话）或 elements（要讲到的内容），两者写一样。",
        "says 要寫 phrases（照著說的話）或 elements（要講到的內容），兩者寫一樣。",
        "says needs phrases (the wording) or elements (what is to be told); write one of the two.",
    ),
    "clause-of": Wording(
        "of 不能写“{kind}”；请写一个不含空格和标点、不以数字开头的词，例如 of: account。",
        "of 不能寫「{kind}」；請寫一個不含空格和標點、不以數字開頭的詞，例如 of: account。",
        "of cannot be {kind}; write one word without spaces or punctuation that does not begin with a digit, "
        "such as of: account.",
    ),
    "severity-unknown": Wording(
        "没有名为“{severity}”的严重程度；已有的是：{severities}。请用其中之一，或在 severities 下写上它。",
        "沒有名為「{severity}」的嚴重程度；已有的是：{severities}。請用其中之一，或在 severities 下寫上它。",
        "there is no severity {severity}; there are: {severities}. Use one of them, or add it under severities.",
    ),
    "clause-cannot-guard": Wording(
        "{kind} 这种检查不能事先拦阻；请删去 guard: true，或改用 order、steps、never、permission 或 record。",
        "{kind} 這種檢查不能事先攔阻；請刪去 guard: true，或改用 order、steps、never、permission 或 record。",
        "a check {kind} cannot stop an act beforehand; take out guard: true, or use order, steps, never, "
        "permission or record.",
    ),
    "check-one-kind": Wording(
        "check 下应当只写一种检查，例如 check: {{within: {{…}}}}；可用的有：{kinds}。",
        "check 下應當只寫一種檢查，例如 check: {{within: {{…}}}}；可用的有：{kinds}。",
        "under check write exactly one kind, such as check: {{within: {{…}}}}; the kinds are: {kinds}.",
    ),
    "check-unknown": Wording(
        "没有名为“{kind}”的检查；请写其中之一：{kinds}。",
        "沒有名為「{kind}」的檢查；請寫其中之一：{kinds}。",
        "there is no kind of check {kind}; write one of: {kinds}.",
    ),
    # The events that a check speaks of, and their conditions
    "pattern-form": Wording(
        "看不懂“{given}”；请写一个词语、几个词语的列表，或加上条件写成 {{word: …, when: {{…}}}}。",
        "看不懂「{given}」；請寫一個詞語、幾個詞語的清單，或加上條件寫成 {{word: …, when: {{…}}}}。",
        "cannot read {given}; write a word, a list of words, or with conditions {{word: …, when: {{…}}}}.",
    ),
    "field-kinds-differ": Wording(
        "字段“{field}”在这些词语中的 kind 不同：{words}；请改为相同，或给每个词语各写一条。",
        "欄位「{field}」在這些詞語中的 kind 不同：{words}；請改為相同，或給每個詞語各寫一條。",
        "the field {field} is not of the same kind in all of: {words}; make it so, or write a clause for each word.",
    ),
    "test-unknown": Wording(
        "没有“{test}”这种条件；可用的有：{tests}，例如 {{at_least: 3}}。要求相等时直接写值。",
        "沒有「{test}」這種條件；可用的有：{tests}，例如 {{at_least: 3}}。要求相等時直接寫值。",
        "there is no condition {test}; use one of: {tests}, such as {{at_least: 3}}. For equal just write the value.",
    ),
    "test-value": Wording(
        "字段“{field}”是 {kind}，不能与“{given}”比较；text 写文字（像数字的加引号），number 写数字，"
        "flag 写 true 或 false，time 写日期和时间，例如 2025-01-28T09:00:00+08:00。",
        "欄位「{field}」是 {kind}，不能與「{given}」比較；text 寫文字（像數字的加引號），number 寫數字，"
        "flag 寫 true 或 false，time 寫日期和時間，例如 2025-01-28T09:00:00+08:00。",
        "the field {field} is a {kind} and cannot be compared with {given}; "
        "write text for a text (what looks like a number in quotes), a number for a number, true or false for a flag, "
        "and for a time such as 2025-01-28T09:00:00+08:00.",
    ),
    "test-order": Wording(
        "字段“{field}”不能这样用 {test}；{test} 只拿 number 或 time 与一个值比较，否则请直接写值、写列表，或用 not。",
        "欄位「{field}」不能這樣用 {test}；{test} 只拿 number 或 time 與一個值比較，否則請直接寫值、寫清單，或用 not。",
        "{test} does not fit the field {field}: it compares a number or a time with one value; "
        "write the value itself, a list of values, or not.",
    ),
    # Lengths of time
    "zone-missing": Wording(
        "缺少时区，分不清每天从何时起；请写 zone: Asia/Shanghai，或写 calendar: 和一个日历的名称。",
        "缺少時區，分不清每天從何時起；請寫 zone: Asia/Shanghai，或寫 calendar: 和一個日曆的名稱。",
        "no time zone is given, so nobody can tell when a day begins; "
        "write zone: Asia/Shanghai, or calendar: and the name of a calendar.",
    ),
    "limit-form": Wording(
        "看不懂时长“{text}”；请写数字和单位，例如 10 minutes、48小时、2 working days。单位可以是秒、分钟、小时、天、"
        "周、工作小时、工作日，或 units 下自定的，例如 3 rings。",
        "看不懂時長「{text}」；請寫數字和單位，例如 10 minutes、48小時、2 working days。單位可以是秒、分鐘、小時、天、"
        "週、工作小時、工作日，或 units 下自訂的，例如 3 rings。",
        "cannot read the length of time {text}; write a number and a unit, such as 10 minutes, "
        "48 hours or 2 working days. Units are seconds, minutes, hours, days, weeks, working hours, working days, "
        "and those under units, such as rings.",
    ),
    "limit-impossible": Wording(
        "时长“{text}”不能用；请写整秒，最短 1 秒，最长 100 年。工作日须是整数，半个工作日请按小时写，"
        "例如 4 working hours。",
        "時長「{text}」不能用；請寫整秒，最短 1 秒，最長 100 年。工作日須是整數，半個工作日請按小時寫，"
        "例如 4 working hours。",
        "the length of time {text} will not do; write whole seconds, from one second to a hundred years. "
        "Working days are whole; for half of one write hours, such as 4 working hours.",
    ),
    "limit-needs-calendar": Wording(
        "“{text}”按工作时间计算，却没有日历；请写 calendar: 和 calendars 下一个日历的名称，写在这里或标准的开头。",
        "「{text}」按工作時間計算，卻沒有日曆；請寫 calendar: 和 calendars 下一個日曆的名稱，寫在這裡或標準的開頭。",
        "{text} counts working time, but no calendar is named; write calendar: and the name of one under calendars, "
        "here or at the head of the standard.",
    ),
    "span-form": Wording(
        "看不懂间隔“{text}”；请写数字和单位，例如 3 months、1 week、half hour 或 30分钟。"
        "单位可以是秒、分钟、小时、天、周、个月、季度、年。",
        "看不懂間隔「{text}」；請寫數字和單位，例如 3 months、1 week、half hour 或 30分鐘。"
        "單位可以是秒、分鐘、小時、天、週、個月、季度、年。",
        "cannot read the interval {text}; write a number and a unit, such as 3 months, 1 week or half hour. "
        "Units are seconds, minutes, hours, days, weeks, months, quarters, years.",
    ),
    "span-impossible": Wording(
        "间隔“{text}”不能用；请写整月、整天或整秒，最短 1 分钟，最长 100 年。一天半请写 36 hours。",
        "間隔「{text}」不能用；請寫整月、整天或整秒，最短 1 分鐘，最長 100 年。一天半請寫 36 hours。",
        "the interval {text} will not do; write whole months, days or seconds, from one minute to a hundred years. "
        "For a day and a half write 36 hours.",
    ),
    # The kinds of check, one by one
    "within-without-end": Wording(
        "没有写明期限；请写 limit，例如 limit: 2 working days，或用 by 指一个存放时间的字段，"
        "或用 close 写明在什么之前。",
        "沒有寫明期限；請寫 limit，例如 limit: 2 working days，或用 by 指一個存放時間的欄位，"
        "或用 close 寫明在什麼之前。",
        "nothing says until when; write limit, such as limit: 2 working days, or by with a field that holds a time, "
        "or close with the word before which it must be done.",
    ),
    "within-by-alone": Wording(
        "已用 by 写明期限；请删去 limit、limits、pause、resume，grace 与 ahead 也只留一个。",
        "已用 by 寫明期限；請刪去 limit、limits、pause、resume，grace 與 ahead 也只留一個。",
        "by says until when already; take out limit, limits, pause and resume, "
        "and of grace and ahead keep one at most.",
    ),
    "within-by-kind": Wording(
        "by 所指的字段“{field}”不是时间；请指一个 kind: time 的字段。",
        "by 所指的欄位「{field}」不是時間；請指一個 kind: time 的欄位。",
        "by names the field {field}, which holds no time; name a field of kind: time.",
    ),
    "within-shift-without-by": Wording(
        "grace 和 ahead 只能与 by 一起用；请用 by 指一个存放时间的字段，或删去它们。",
        "grace 和 ahead 只能與 by 一起用；請用 by 指一個存放時間的欄位，或刪去它們。",
        "grace and ahead go only with by; write by with a field that holds a time, or take them out.",
    ),
    "within-shift-natural": Wording(
        "grace 或 ahead 的“{text}”按工作时间计算；请改用平常的时间，例如 30 minutes。",
        "grace 或 ahead 的「{text}」按工作時間計算；請改用平常的時間，例如 30 minutes。",
        "grace or ahead counts working time: {text}; give it in plain time, such as 30 minutes.",
    ),
    "within-clocks-differ": Wording(
        "同一条检查里的时限用了几种计时方式；请只用一种（平常的时间、工作小时或工作日），或拆成几条条款。",
        "同一條檢查裡的時限用了幾種計時方式；請只用一種（平常的時間、工作小時或工作日），或拆成幾條條款。",
        "the limits of one check count in different ways; use one for all (plain time, "
        "working hours or working days), or write several clauses.",
    ),
    "within-turns": Wording(
        "pause 与 resume 须一起写，reopen 须与 close 一起写；请补上缺少的，或删去多余的。",
        "pause 與 resume 須一起寫，reopen 須與 close 一起寫；請補上缺少的，或刪去多餘的。",
        "pause and resume go together, and reopen goes only with close; add the one that is missing, "
        "or take out the other.",
    ),
    "steps-twice": Wording(
        "同一步写了两次；次序只看每一步第一次做的时间，所以这样永远守不住。请用条件（when）把两步分开，或只写一次。",
        "同一步寫了兩次；次序只看每一步第一次做的時間，所以這樣永遠守不住。請用條件（when）把兩步分開，或只寫一次。",
        "a step is written twice; the order is that of each step's first doing, so this could never be kept. Tell the "
        "two apart by a condition (when), or write it once.",
    ),
    "steps-none-required": Wording(
        "所有步骤都可省去；请至少在一个步骤中删去 required: false。",
        "所有步驟都可省去；請至少在一個步驟中刪去 required: false。",
        "every step may be left out; take out required: false at one of them at least.",
    ),
    "every-calendar-span": Wording(
        "按自然年历计算（counted: calendar）的间隔须能整齐地划分日历；请写 1 day、1 week 或 1、2、3、4、6、12 months，"
        "或删去 counted: calendar。",
        "按自然年曆計算（counted: calendar）的間隔須能整齊地劃分日曆；請寫 1 day、1 week 或 1、2、3、4、6、12 months，"
        "或刪去 counted: calendar。",
        "with counted: calendar the interval must divide the calendar evenly; write 1 day, 1 week, or 1, 2, 3, 4, "
        "6 or 12 months, or take out counted: calendar.",
    ),
    "every-rolling-once": Wording(
        "counted: rolling 只看相邻两次之间的间隔；请删去 at_least 和 of_these，或改写 counted: anchored。",
        "counted: rolling 只看相鄰兩次之間的間隔；請刪去 at_least 和 of_these，或改寫 counted: anchored。",
        "counted: rolling looks only at the time from one to the next; take out at_least and of_these, "
        "or write counted: anchored.",
    ),
    "when-without-event": Wording(
        "when 是对某个事件的条件，而这里没有写明哪个事件；请用 on 写明事件，或去掉 when。",
        "when 是對某個事件的條件，而這裡沒有寫明哪個事件；請用 on 寫明事件，或去掉 when。",
        "when is a condition on an event, and no event is named here; name it with on, or leave when out.",
    ),
    "share-close": Wording(
        "each: case 须与 close 一起写，其他的 each 不能写 close；请补上 close，或删去它并写间隔，例如 each: 1 month。",
        "each: case 須與 close 一起寫，其他的 each 不能寫 close；請補上 close，或刪去它並寫間隔，例如 each: 1 month。",
        "each: case needs close, and any other each has none; add close, or take it out and write an interval, "
        "such as each: 1 month.",
    ),
    "share-span": Wording(
        "each 的间隔须能整齐地划分日历；请写 1 day、1 week、1 month、1 quarter、1 year，或能分尽一天的时长，"
        "例如 30 minutes。",
        "each 的間隔須能整齊地劃分日曆；請寫 1 day、1 week、1 month、1 quarter、1 year，或能分盡一天的時長，"
        "例如 30 minutes。",
        "the interval of each must divide the calendar evenly; write 1 day, 1 week, 1 month, 1 quarter, 1 year, "
        "or a time that divides a day, such as 30 minutes.",
    ),
    "measure-range": Wording(
        "at_least 和 at_most 至少要写一个，并且 at_least 不能大于 at_most；例如 at_least: 22 和 at_most: 26。",
        "at_least 和 at_most 至少要寫一個，並且 at_least 不能大於 at_most；例如 at_least: 22 和 at_most: 26。",
        "give at_least, at_most or both, at_least not above at_most; such as at_least: 22 and at_most: 26.",
    ),
    "measure-count-bounds": Wording(
        "数次数时，at_least 和 at_most 须是从 0 起的整数；请改写，例如 at_most: 2。",
        "數次數時，at_least 和 at_most 須是從 0 起的整數；請改寫，例如 at_most: 2。",
        "where something is counted, at_least and at_most are whole numbers from 0 up; write for example at_most: 2.",
    ),
    "measure-kind": Wording(
        "字段“{field}”不是数字；请在 value 下写一个 kind: number 的字段。",
        "欄位「{field}」不是數字；請在 value 下寫一個 kind: number 的欄位。",
        "the field {field} holds no number; name a field of kind: number under value.",
    ),
    "inspect-kind": Wording(
        "字段“{field}”不是 true 或 false，看不出是否合格；请在 passed 下写一个 kind: flag 的字段。",
        "欄位「{field}」不是 true 或 false，看不出是否合格；請在 passed 下寫一個 kind: flag 的欄位。",
        "the field {field} does not hold true or false, so nobody can tell what passed; "
        "name a field of kind: flag under passed.",
    ),
}
