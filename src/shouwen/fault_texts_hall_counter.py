"""The texts of faults at the counter: identity, card readers, fees, receipts, tax invoices."""

from shouwen.wording import Wording

HALL_COUNTER_TEXTS: dict[str, Wording] = {
    # Identity
    "document-missing": Wording(
        "还没有选证件，也没有读取；请选一种，或读取证件。",
        "還沒有選證件，也沒有讀取；請選一種，或讀取證件。",
        "no document was chosen or read; choose its kind, or read it.",
    ),
    "document-unknown": Wording(
        "这种证件在这里不算有效；可用：{kinds}。",
        "這種證件在這裡不算有效；可用：{kinds}。",
        "this kind of document does not count here; those that do: {kinds}.",
    ),
    "document-number": Wording(
        "证件号码不对：应为 4 至 30 位字母和数字。",
        "證件號碼不對：應為 4 至 30 位字母和數字。",
        "the number of the document is wrong; it has 4 to 30 letters and digits.",
    ),
    "document-of-the-same": Wording(
        "两个证件号码一样；请核对代办人和客户本人各自的证件。",
        "兩個證件號碼一樣；請核對代辦人和客戶本人各自的證件。",
        "both documents have the same number; check that of who acts, and that of who is acted for.",
    ),
    "document-out-of-date": Wording(
        "证件已过有效期（至 {until}）；请客户换有效的证件。",
        "證件已過有效期（至 {until}）；請客戶換有效的證件。",
        "the document was valid until {until}; ask for one that is valid.",
    ),
    "authority-unknown": Wording(
        "没有说明凭什么代办；可选：{authorities}。",
        "沒有說明憑什麼代辦；可選：{authorities}。",
        "say what gives the authority to act; choose one of: {authorities}.",
    ),
    "identity-minor": Wording(
        "客户不满 {age} 岁，不能独自办理；请监护人到场，核验两个人的证件。",
        "客戶不滿 {age} 歲，不能獨自辦理；請監護人到場，核驗兩個人的證件。",
        "the customer is under {age} and does not act alone; have a guardian come, and check both documents.",
    ),
    "reader-unknown": Wording(
        "这个台席没有配对的读卡器；请经理先配对，或手工输入号码。",
        "這個檯席沒有配對的讀卡器；請經理先配對，或手動輸入號碼。",
        "no card reader is paired with this counter; have the manager pair one, or type the number.",
    ),
    "reader-not-yours": Wording(
        "读卡器由营业厅经理配对。",
        "讀卡器由營業廳經理配對。",
        "the hall's manager pairs card readers.",
    ),
    "reader-port": Wording(
        "端口应为 1024 至 65535 之间的数，例如 18733。",
        "連接埠應為 1024 至 65535 之間的數，例如 18733。",
        "the port is a number from 1024 to 65535, such as 18733.",
    ),
    "reading-not-of-the-reader": Wording(
        "这不是本台席读卡器读到的内容；请重新读取。",
        "這不是本檯席讀卡器讀到的內容；請重新讀取。",
        "this is no reading of the reader at this counter; read the document again.",
    ),
    "reading-too-old": Wording(
        "读取已过去太久；请重新读取。",
        "讀取已過去太久；請重新讀取。",
        "it was read too long ago; read the document again.",
    ),
    "reader-secret": Wording(
        "没有配对密钥；请用 --secret-file 指明存放密钥的文件。",
        "沒有配對金鑰；請用 --secret-file 指明存放金鑰的檔案。",
        "there is no pairing secret; name the file that holds it with --secret-file.",
    ),
    "reader-none": Wording(
        "没有说用哪个读卡器；请写 --program 和厂商的程序，或用 --simulate 试用。",
        "沒有說用哪個讀卡器；請寫 --program 和廠商的程式，或用 --simulate 試用。",
        "no reader was named; give its vendor's program with --program, or try with --simulate.",
    ),
    "reader-origin": Wording(
        "“{origin}”不是网页的来源；请写成 https://hall.example.com 这样。",
        "「{origin}」不是網頁的來源；請寫成 https://hall.example.com 這樣。",
        "{origin} is no origin of pages; write one such as https://hall.example.com.",
    ),
    # Fees
    "fee-nothing-chosen": Wording(
        "还没有选收费项目；请至少选一项。",
        "還沒有選收費項目；請至少選一項。",
        "nothing was chosen to be charged; choose at least one item.",
    ),
    "fee-due-already": Wording(
        "已告知一笔费用，客户还没付；要改请先“重新算费”。",
        "已告知一筆費用，客戶還沒付；要改請先「重新算費」。",
        "a fee was told and is not paid yet; to change it, choose “Reckon anew” first.",
    ),
    "fee-nothing-due": Wording(
        "没有待付的费用；请先告知客户费用。",
        "沒有待付的費用；請先告知客戶費用。",
        "nothing is due; tell the customer the fee first.",
    ),
    "fee-way-unknown": Wording(
        "没有这种付款方式；可选：{ways}。",
        "沒有這種付款方式；可選：{ways}。",
        "there is no such way of payment; choose one of: {ways}.",
    ),
    "fee-too-little": Wording(
        "应付 {amount} 元，只收到 {given} 元；请核对。",
        "應付 {amount} 元，只收到 {given} 元；請核對。",
        "{amount} yuan are due, and only {given} were given; count again.",
    ),
    # Receipts
    "receipt-nothing-paid": Wording(
        "没有收到还没开票据的费用；请先收费。",
        "沒有收到還沒開票據的費用；請先收費。",
        "nothing was paid that has no receipt yet; take the money first.",
    ),
    "receipt-reversed": Wording(
        "票据 {number} 已由 {red} 冲红。",
        "票據 {number} 已由 {red} 沖紅。",
        "receipt {number} was taken back by {red}.",
    ),
    "receipt-red": Wording(
        "{number} 是红字票据，不能再冲红，也不开发票。",
        "{number} 是紅字票據，不能再沖紅，也不開發票。",
        "{number} is a red entry; it is not taken back, and has no invoice.",
    ),
    "receipt-not-so": Wording(
        "票据由系统按顺序开具；请在台席收费后开具。",
        "票據由系統按順序開立；請在檯席收費後開立。",
        "receipts are written by the system, in their order; take the money at the counter and issue one there.",
    ),
    # Tax invoices
    "invoice-no-service": Wording(
        "这里没有设置开票服务；请系统管理员设置 SHOUWEN_INVOICES。",
        "這裡沒有設定開票服務；請系統管理員設定 SHOUWEN_INVOICES。",
        "no invoice service is set up here; have the system administrator set SHOUWEN_INVOICES.",
    ),
    "invoice-not-now": Wording(
        "票据 {number} 的发票已在办理或已开；一张票据只开一张发票。",
        "票據 {number} 的發票已在辦理或已開；一張票據只開一張發票。",
        "the invoice of receipt {number} is under way or issued; a receipt has one invoice.",
    ),
    "invoice-under-way": Wording(
        "票据 {number} 的发票正在办理；等有了结果再冲红。",
        "票據 {number} 的發票正在辦理；等有了結果再沖紅。",
        "the invoice of receipt {number} is under way; take the receipt back when the service has answered.",
    ),
    "invoice-red-first": Wording(
        "票据 {number} 上次的红字发票没有开成；先重新申请，再退款。",
        "票據 {number} 上次的紅字發票沒有開成；先重新申請，再退款。",
        "the last red letter of receipt {number} was refused; ask for it again first, then take back more.",
    ),
    "refund-too-much": Wording(
        "这张票据最多还能退 {left} 元；请少退一些，并只选还没退的项目。",
        "這張票據最多還能退 {left} 元；請少退一些，並只選還沒退的項目。",
        "¥{left} of this receipt is left; take back less, and only what was not taken back yet.",
    ),
    "refund-how": Wording(
        "按项目退，或按金额退；请只选一种。",
        "按項目退，或按金額退；請只選一種。",
        "give back lines or an amount; choose one of the two.",
    ),
    "invoice-of-nothing": Wording(
        "没有收费，不开发票。",
        "沒有收費，不開發票。",
        "nothing was paid, so there is no invoice.",
    ),
    "invoice-by-service": Wording(
        "发票的结果只由开票服务告知。",
        "發票的結果只由開票服務告知。",
        "only the invoice service tells what became of an invoice.",
    ),
    "invoice-buyer": Wording(
        "请选择开给单位还是个人。",
        "請選擇開給單位還是個人。",
        "choose whether it is made out to a company or a person.",
    ),
    "invoice-title": Wording(
        "请填发票抬头。",
        "請填發票抬頭。",
        "fill in the title of the invoice.",
    ),
    "email-form": Wording(
        "电子邮箱写得不对；应像 name@example.com。",
        "電子郵箱寫得不對；應像 name@example.com。",
        "this is no e-mail address; it looks like name@example.com.",
    ),
    "tax-number-form": Wording(
        "统一社会信用代码应为 18 位数字和大写字母（没有 I、O、S、V、Z）。",
        "統一社會信用代碼應為 18 位數字和大寫字母（沒有 I、O、S、V、Z）。",
        "a unified social credit code has 18 digits and capital letters, none of them I, O, S, V or Z.",
    ),
    "tax-number-check": Wording(
        "统一社会信用代码的校验位不对；请再核对一遍。",
        "統一社會信用代碼的檢查碼不對；請再核對一遍。",
        "the check character of the unified social credit code is wrong; compare it once more.",
    ),
}
