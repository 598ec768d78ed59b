"""The texts of faults that other systems get from the API."""

from shouwen.wording import Wording

API_TEXTS: dict[str, Wording] = {
    "token-missing": Wording(
        "请求中没有令牌；请在请求头里写 Authorization: Bearer swt_…。",
        "請求中沒有權杖；請在請求標頭裡寫 Authorization: Bearer swt_…。",
        "the request came without a token; send the header Authorization: Bearer swt_….",
    ),
    "token-scope": Wording(
        "这个令牌没有“{scope}”权限；请换用有此权限的令牌，或请安全管理员另发一个。",
        "這個權杖沒有「{scope}」權限；請換用有此權限的權杖，或請安全管理員另發一個。",
        "this token is not good for {scope}; use one that is, or ask the security administrator for it.",
    ),
    "api-too-often": Wording(
        "请求太频繁，每分钟最多 {most} 次；请等 {seconds} 秒再试。",
        "請求太頻繁，每分鐘最多 {most} 次；請等 {seconds} 秒再試。",
        "too many requests: {most} a minute at most; wait {seconds} seconds and try again.",
    ),
    "api-nothing-here": Wording(
        "这个地址下没有接口；所有接口见 /api/openapi.json。",
        "這個位址下沒有介面；所有介面見 /api/openapi.json。",
        "there is nothing at this address; all addresses are listed in /api/openapi.json.",
    ),
    "api-method": Wording(
        "这个地址不接受 {method}；可以用：{allowed}。",
        "這個位址不接受 {method}；可以用：{allowed}。",
        "this address does not take {method}; it takes: {allowed}.",
    ),
    "api-json": Wording(
        "请求内容读不成 JSON：{why}；请检查括号、引号和编码（UTF-8）。",
        "請求內容讀不成 JSON：{why}；請檢查括號、引號和編碼（UTF-8）。",
        "the request's body is no readable JSON: {why}; check brackets, quotes and encoding (UTF-8).",
    ),
    "api-media-type": Wording(
        "不接受内容类型“{given}”；请用：{kinds}。",
        "不接受內容類型「{given}」；請用：{kinds}。",
        "content of type {given} is not taken here; send: {kinds}.",
    ),
    "api-form": Wording(
        "表单内容读不出来；请按 multipart/form-data 重新发送，并写明分界标记。",
        "表單內容讀不出來；請按 multipart/form-data 重新傳送，並寫明分界標記。",
        "the form could not be read; send it again as multipart/form-data, with its boundary named.",
    ),
    "api-host": Wording(
        "不是用本系统的主机名访问的；请核对网址，或把主机名加入 SHOUWEN_HOSTS。",
        "不是用本系統的主機名稱存取的；請核對網址，或把主機名稱加入 SHOUWEN_HOSTS。",
        "this was not asked for under a name of ours; check the address, or add the host to SHOUWEN_HOSTS.",
    ),
    "api-fact": Wording(
        "{field} 由系统自己记录，不能随 {word} 填写；请去掉。",
        "{field} 由系統自己記錄，不能隨 {word} 填寫；請去掉。",
        "{field} is noted by the system itself and cannot be given with {word}; leave it out.",
    ),
    "api-too-large": Wording(
        "内容太大，最多 {most} 字节；请分几次发送。",
        "內容太大，最多 {most} 位元組；請分幾次傳送。",
        "this is too large: {most} bytes at most; send it in parts.",
    ),
    "api-rows": Wording(
        "一次最多 {most} 行，从这一行起没有处理；请把其余的另外发送。",
        "一次最多 {most} 列，從這一列起沒有處理；請把其餘的另外傳送。",
        "{most} rows at most in one request; from this one on nothing was done: send the rest in another.",
    ),
    "api-input": Wording(
        "请求有 {count} 处不对；请看 errors 中的每一处。",
        "請求有 {count} 處不對；請看 errors 中的每一處。",
        "the request is wrong in {count} places; see each in “errors”.",
    ),
    "api-field-missing": Wording(
        "必须填写；请补上。",
        "必須填寫；請補上。",
        "this is needed; give it.",
    ),
    "api-field-extra": Wording(
        "没有这个字段；请去掉。",
        "沒有這個欄位；請去掉。",
        "there is no such field; leave it out.",
    ),
    "api-field-form": Wording(
        "值的类型或格式不对（{kind}）；请照 /api/openapi.json 改。",
        "值的類型或格式不對（{kind}）；請照 /api/openapi.json 改。",
        "the value is of the wrong kind or form ({kind}); see /api/openapi.json.",
    ),
    "api-field-long": Wording(
        "文字太长，最多 {most} 个字符；请缩短。",
        "文字太長，最多 {most} 個字元；請縮短。",
        "this is too long: {most} characters at most; shorten it.",
    ),
    "api-field-choice": Wording(
        "只能是 {choices}；请选其中之一。",
        "只能是 {choices}；請選其中之一。",
        "this must be one of {choices}; choose one of them.",
    ),
    "api-characters": Wording(
        "含有不能保存的字符（空字符或半个字符）；请去掉。",
        "含有不能保存的字元（空字元或半個字元）；請去掉。",
        "it holds characters that cannot be kept (a null, or half of one); take them out.",
    ),
    "api-time": Wording(
        "“{text}”不是可用的时间；请按 2026-01-31T09:00:00+08:00 的样子写，带时区，在 1970 年到 9999 年之间。",
        "「{text}」不是可用的時間；請按 2026-01-31T09:00:00+08:00 的樣子寫，帶時區，在 1970 年到 9999 年之間。",
        "{text} is no usable time; write it with its offset, such as 2026-01-31T09:00:00+08:00, from 1970 to 9999.",
    ),
    "api-cursor": Wording(
        "cursor 不是上一页给出的；请从第一页重新开始。",
        "cursor 不是上一頁給出的；請從第一頁重新開始。",
        "this cursor is not one that a page gave; begin again from the first page.",
    ),
    "api-kind": Wording(
        "“{kind}”这一类事项不能这样开始；可以开始的有：{kinds}。",
        "「{kind}」這一類事項不能這樣開始；可以開始的有：{kinds}。",
        "a story of the kind {kind} cannot begin like this; these can: {kinds}.",
    ),
    "api-personal-of-nobody": Wording(
        "“{field}”说的是客户是谁，要密封在客户名下；请先说明是哪位客户，或去掉这一项。",
        "「{field}」說的是客戶是誰，要密封在客戶名下；請先說明是哪位客戶，或去掉這一項。",
        "{field} says who a customer is and is sealed under their key; say of which customer it is, or leave it out.",
    ),
    "api-word-of-the-book": Wording(
        "“{word}”由系统在办理时自己记下，不能直接报送；请用办理它的页面。",
        "「{word}」由系統在辦理時自己記下，不能直接報送；請用辦理它的頁面。",
        "{word} is noted by the system itself when it is done, and cannot be reported; use the page that does it.",
    ),
    "api-once-differs": Wording(
        "这个 Idempotency-Key 已用于另一件事（{word}，{case}）；请换一个新的。",
        "這個 Idempotency-Key 已用於另一件事（{word}，{case}）；請換一個新的。",
        "this Idempotency-Key was used for something else ({word}, {case}); take a new one.",
    ),
    "api-unit-needed": Wording(
        "这个令牌管着几个单位，看不出是哪一个；请写上单位代码（site）。",
        "這個權杖管著幾個單位，看不出是哪一個；請寫上單位代碼（site）。",
        "this token is of several units, and it is not clear which is meant; give the unit's code (site).",
    ),
    "api-data": Wording(
        "data 必须是一层的 JSON 对象，值只能是文字、数、真假或空；请改。",
        "data 必須是一層的 JSON 物件，值只能是文字、數、真假或空；請改。",
        "data must be a flat JSON object of texts, numbers, flags and nulls; change it.",
    ),
    "api-no-corrections": Wording(
        "更正不能报送；请由记录人或经理在页面上更正，或用 /cases/…/events/…/correction。",
        "更正不能報送；請由記錄人或經理在頁面上更正，或用 /cases/…/events/…/correction。",
        "a correction cannot be reported; whoever recorded it, or a manager, corrects it on its page, or by "
        "/cases/…/events/…/correction.",
    ),
    "api-correction": Wording(
        "更正须写明一项，且只写一项：没有发生过（void: true），或实际发生的时间（at）。",
        "更正須寫明一項，且只寫一項：沒有發生過（void: true），或實際發生的時間（at）。",
        "say one of the two, and only one: that it did not happen (void: true), or when it happened (at).",
    ),
    "api-for-people": Wording(
        "这件事须由员工本人办理，设备的令牌不能办；请用员工自己的令牌。",
        "這件事須由員工本人辦理，裝置的權杖不能辦；請用員工自己的權杖。",
        "a person does this, and no device; use the token of a member of staff.",
    ),
    "standard-unknown": Wording(
        "没有找到标准“{name}”；请核对名称，或确认您的单位用的是它。",
        "沒有找到標準「{name}」；請核對名稱，或確認您的單位用的是它。",
        "there is no standard {name} that a unit of yours works by; check its name.",
    ),
    "api-busy": Wording(
        "系统正忙，这次没有办成；请稍后原样再试。",
        "系統正忙，這次沒有辦成；請稍後原樣再試。",
        "the system is busy and did nothing of this; try the same again in a moment.",
    ),
    "api-failed": Wording(
        "系统出了问题，可能没有办成；请稍后再试，仍不行时把时间告诉管理员。",
        "系統出了問題，可能沒有辦成；請稍後再試，仍不行時把時間告訴管理員。",
        "something went wrong on our side; try again in a moment, and tell the administrator the time if it stays.",
    ),
}
