"""The texts of faults in the running operation: who may do what, the book, the pages."""

from shouwen.wording import Wording

OPERATION_TEXTS: dict[str, Wording] = {
    # The book
    "not-yours": Wording(
        "“{word}”不能由您在这里办理；可以由这些岗位办理：{roles}。",
        "「{word}」不能由您在這裡辦理；可以由這些崗位辦理：{roles}。",
        "“{word}” is not yours to do here; it is for: {roles}.",
    ),
    "refused-by-clause": Wording(
        "标准不允许这样做：{says}（条款 {clause}）。",
        "標準不允許這樣做：{says}（條款 {clause}）。",
        "The standard does not allow this: {says} (clause {clause}).",
    ),
    "case-unknown": Wording(
        "没有找到“{case}”；请核对编号，或确认它属于您的单位。",
        "沒有找到「{case}」；請核對編號，或確認它屬於您的單位。",
        "{case} was not found; check the number, and that it belongs to a unit of yours.",
    ),
    "report-from-the-future": Wording(
        "发生时间比现在晚了 {minutes} 分钟，不能记录；请核对时间和时区。",
        "發生時間比現在晚了 {minutes} 分鐘，不能記錄；請核對時間和時區。",
        "it is said to happen {minutes} minutes from now; check the time and its zone.",
    ),
    "correction-conflicts": Wording(
        "这样更正，会和别的事项矛盾（例如一个台席同时有两位客户）；没有更正。请先看现在的情况。",
        "這樣更正，會和別的事項矛盾（例如一個檯席同時有兩位客戶）；沒有更正。請先看現在的情況。",
        "corrected so, it would contradict another case, such as two customers at one counter; nothing was changed. "
        "See how things stand now first.",
    ),
    "owner-missing": Wording(
        "“{unit}”没有可以负责的人；请先给这里或上级单位安排一位经理。",
        "「{unit}」沒有可以負責的人；請先給這裡或上級單位安排一位經理。",
        "nobody can answer for this at {unit}; give this unit, or one above it, a manager first.",
    ),
    "handover-to-nobody": Wording(
        "不能移交给“{to}”：没有这个人或单位，或者已停用；请另选。",
        "不能移交給「{to}」：沒有這個人或單位，或者已停用；請另選。",
        "this cannot be handed to {to}: there is no such person or unit, or no longer; choose another.",
    ),
    "word-not-registered": Wording(
        "没有哪个业务模块登记过“{word}”，在用的标准也没有；相近的有：{near}。",
        "沒有哪個業務模組登記過「{word}」，在用的標準也沒有；相近的有：{near}。",
        "no room and no standard in force knows the word {word}; near to it: {near}.",
    ),
    "case-changed": Wording(
        "“{case}”在您操作时已有变化；请看过最新情况后再试。",
        "「{case}」在您操作時已有變化；請看過最新情況後再試。",
        "{case} has changed in the meantime; look at it again, then decide.",
    ),
    # Cases, files, customers
    "reason-missing": Wording(
        "请选择查看的原因；选“其他”时请写明。",
        "請選擇查看的原因；選「其他」時請寫明。",
        "choose why you look at these data; where it is something else, say what.",
    ),
    "customers-not-yours": Wording(
        "您的岗位不接触客户资料，不能查找客户；请由服务客户的同事查找。",
        "您的崗位不接觸客戶資料，不能查找客戶；請由服務客戶的同事查找。",
        "your posts show you no customers, so you cannot look for one; ask a colleague who serves them.",
    ),
    "purpose-unknown": Wording(
        "没有这样的同意事项；请选其中之一：{purposes}。",
        "沒有這樣的同意事項；請選其中之一：{purposes}。",
        "there is nothing of this name to agree to; choose one of: {purposes}.",
    ),
    "consent-missing": Wording(
        "更改客户资料须有客户的要求或同意；请选择依据。",
        "更改客戶資料須有客戶的要求或同意；請選擇依據。",
        "a customer's data are changed at their wish or with their consent alone; choose which.",
    ),
    "attachment-too-large": Wording(
        "文件超过 {megabytes} MB；请压缩或拆分后再传。",
        "檔案超過 {megabytes} MB；請壓縮或拆分後再傳。",
        "the file is larger than {megabytes} MB; make it smaller, or send it in parts.",
    ),
    "attachment-empty": Wording(
        "文件是空的；请另选一个文件。",
        "檔案是空的；請另選一個檔案。",
        "the file is empty; choose another.",
    ),
    "attachment-kind": Wording(
        "这类文件不能添加；可以添加 PDF、图片（PNG、JPEG、WebP）、纯文本、不带宏的 Word（docx）和 Excel（xlsx）。",
        "這類檔案不能添加；可以添加 PDF、圖片（PNG、JPEG、WebP）、純文字、不帶巨集的 Word（docx）和 Excel（xlsx）。",
        "this kind of file cannot be added; PDF, pictures (PNG, JPEG, WebP), plain text, Word (docx) and Excel (xlsx) "
        "without macros can.",
    ),
    "attachment-name": Wording(
        "文件名里有斜杠、冒号，或者只有点；请改名后再传。",
        "檔案名稱裡有斜線、冒號，或者只有點；請改名後再傳。",
        "the file's name holds a slash or a colon, or dots alone; give it another name first.",
    ),
    "attachment-nobody": Wording(
        "这个事项没有登记客户，不能添加文件。",
        "這個事項沒有登記客戶，不能添加檔案。",
        "no customer is known in this case, so no file can be kept with it.",
    ),
    "attachment-unknown": Wording(
        "没有找到这个文件。",
        "沒有找到這個檔案。",
        "this file was not found.",
    ),
    # Live news and the servers
    "stream-position": Wording(
        "“{text}”不是事件流中的位置；请重新打开页面。",
        "「{text}」不是事件流中的位置；請重新開啟頁面。",
        "“{text}” is no position in the stream of events; open the page again.",
    ),
    "stream-log-in": Wording(
        "请先登录。",
        "請先登入。",
        "Log in first.",
    ),
    "port-in-use": Wording(
        "端口 {port}（{host}）已被占用；请关闭占用它的程序，或另选端口：--port。",
        "連接埠 {port}（{host}）已被占用；請關閉占用它的程式，或另選連接埠：--port。",
        "port {port} on {host} is in use; stop what uses it, or choose another: --port.",
    ),
    "address-not-ours": Wording(
        "不能在 {host} 的端口 {port} 上提供服务：{why}。",
        "不能在 {host} 的連接埠 {port} 上提供服務：{why}。",
        "cannot serve on {host}, port {port}: {why}.",
    ),
    "home-not-ours": Wording(
        "不能使用文件夹 {home}（SHOUWEN_HOME）：{why}。",
        "不能使用資料夾 {home}（SHOUWEN_HOME）：{why}。",
        "the folder {home} (SHOUWEN_HOME) cannot be used: {why}.",
    ),
    "processes-need-postgresql": Wording(
        "内嵌数据库只由一个进程提供服务；要用 {processes} 个进程，请在 SHOUWEN_DATABASE 中给出 PostgreSQL 的地址。",
        "內嵌資料庫只由一個行程提供服務；要用 {processes} 個行程，請在 SHOUWEN_DATABASE 中給出 PostgreSQL 的位址。",
        "the embedded database is served by one process; for {processes}, name a PostgreSQL database "
        "in SHOUWEN_DATABASE.",
    ),
    # Editions and calendars
    "edition-field-differs": Wording(
        "“{word}”的字段“{field}”在系统里是 {kind}，标准里却是别的类型；请改标准。",
        "「{word}」的欄位「{field}」在系統裡是 {kind}，標準裡卻是別的類型；請改標準。",
        "the field {field} of {word} is a {kind} in the house, and something else in the standard; "
        "change the standard.",
    ),
    "edition-judges-notices": Wording(
        "条款“{clause}”以提醒“{word}”为依据；提醒不是事实，请改用它所依据的事件。",
        "條款「{clause}」以提醒「{word}」為依據；提醒不是事實，請改用它所依據的事件。",
        "clause {clause} judges by the notice {word}; notices are no facts: judge by the events they rest on.",
    ),
    "edition-builds-on-file": Wording(
        "网页上发布的标准只能建立在随附的标准包上（pack:…），不能建立在文件“{name}”上。",
        "網頁上發布的標準只能建立在隨附的標準包上（pack:…），不能建立在檔案「{name}」上。",
        "a standard published here may build on packs that ship (pack:…), not on the file {name}.",
    ),
    "edition-too-soon": Wording(
        "“{standard}”的新版本最早只能从 {seconds} 秒以后起施行；已经发生的事不能改判。",
        "「{standard}」的新版本最早只能從 {seconds} 秒以後起施行；已經發生的事不能改判。",
        "a new edition of {standard} can be in force {seconds} seconds from now at the earliest: "
        "what has happened is not judged anew.",
    ),
    "edition-then": Wording(
        "“{standard}”已有一个版本从这个时间起施行；请另选时间，或先撤回那个版本。",
        "「{standard}」已有一個版本從這個時間起施行；請另選時間，或先撤回那個版本。",
        "another edition of {standard} is in force from that time; choose another time, or withdraw that one first.",
    ),
    "edition-in-force": Wording(
        "“{standard}”的这个版本已经或马上施行，不能撤回；请发布新的版本。",
        "「{standard}」的這個版本已經或馬上施行，不能撤回；請發布新的版本。",
        "this edition of {standard} is in force, or about to be, and cannot be withdrawn; publish a new one.",
    ),
    # The seal, exports, keys
    "seal-hash-form": Wording(
        "散列值应是 64 位十六进制数字；请照核验时显示的完整填写。",
        "雜湊值應是 64 位十六進位數字；請照核驗時顯示的完整填寫。",
        "a hash has 64 hexadecimal digits; give it whole, as the verification showed it.",
    ),
    "seal-block-unknown": Wording(
        "没有编号为 {block} 的块；最后一块是 {last}。",
        "沒有編號為 {block} 的塊；最後一塊是 {last}。",
        "there is no block {block}; the last one is {last}.",
    ),
    "export-suffix": Wording(
        "导出的文件名应以 .parquet 结尾，而不是“{name}”；其他格式请再用 shouwen log convert 转换。",
        "匯出的檔名應以 .parquet 結尾，而不是「{name}」；其他格式請再用 shouwen log convert 轉換。",
        "the file must be called .parquet, not {name}; turn it into other formats with shouwen log convert.",
    ),
    "erasing-reason": Wording(
        "请写明清除的理由，为以下之一：{reasons}。",
        "請寫明清除的理由，為以下之一：{reasons}。",
        "say on what ground, one of: {reasons}.",
    ),
    "key-new-needed": Wording(
        "主密钥由 SHOUWEN_KEY 给出；请把新密钥写进一个文件，用 --new FILE 给出，换好后再改 SHOUWEN_KEY。",
        "主金鑰由 SHOUWEN_KEY 給出；請把新金鑰寫進一個檔案，用 --new FILE 給出，換好後再改 SHOUWEN_KEY。",
        "the master key comes from SHOUWEN_KEY: write a new one to a file, give it with --new FILE, and change "
        "SHOUWEN_KEY after.",
    ),
    "database-unreachable": Wording(
        "数据库用不了：{why}。请核对 SHOUWEN_DATABASE 和 SHOUWEN_HOME。",
        "資料庫用不了：{why}。請核對 SHOUWEN_DATABASE 和 SHOUWEN_HOME。",
        "the database cannot be used: {why}; check SHOUWEN_DATABASE and SHOUWEN_HOME.",
    ),
    "database-behind": Wording(
        "数据库还没有建好，或版本较旧；请先运行一次 shouwen serve。",
        "資料庫還沒有建好，或版本較舊；請先執行一次 shouwen serve。",
        "the database is not there yet, or is of an older version; run shouwen serve once first.",
    ),
}
