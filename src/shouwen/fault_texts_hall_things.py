"""What is said where something cannot be done with what a hall keeps by number, or with what it keeps up."""

from shouwen.wording import Wording

HALL_THINGS_TEXTS: dict[str, Wording] = {
    "item-number": Wording(
        "“{number}”不是编号；编号以数字结尾，如 0001。",
        "「{number}」不是編號；編號以數字結尾，如 0001。",
        "{number} is no number of a thing; it ends in digits, as 0001 does.",
    ),
    "item-range": Wording(
        "{first} 到 {last} 不成一段；起号和止号位数相同，止号不小于起号。",
        "{first} 到 {last} 不成一段；起號和止號位數相同，止號不小於起號。",
        "{first} to {last} is no range; both are written alike, and the last is no smaller than the first.",
    ),
    "item-too-many": Wording(
        "一次最多登记 {most} 个编号；请分几次登记。",
        "一次最多登記 {most} 個編號；請分幾次登記。",
        "at most {most} numbers come in as one; enter them in several parts.",
    ),
    "item-not-here": Wording(
        "{number} 不在 {first} 到 {last} 之内；请核对编号。",
        "{number} 不在 {first} 到 {last} 之內；請核對編號。",
        "{number} is not among {first} to {last}; look at the number again.",
    ),
    "item-there-already": Wording(
        "{number} 已经登记过；请核对编号。",
        "{number} 已經登記過；請核對編號。",
        "{number} is in the register already; look at the number again.",
    ),
    "item-sort-unknown": Wording(
        "标准里没有物品“{sort}”；可选：{sorts}。",
        "標準裡沒有物品「{sort}」；可選：{sorts}。",
        "the standard keeps no {sort} by number; choose one of: {sorts}.",
    ),
    "item-held": Wording(
        "{number} 已有人领用；先由本人交回或交接。",
        "{number} 已有人領用；先由本人交回或交接。",
        "{number} is with somebody already; they return it or hand it over first.",
    ),
    "item-used": Wording(
        "{number} 已不能再用：用过、作废或缺失；请换一个编号。",
        "{number} 已不能再用：用過、作廢或缺失；請換一個編號。",
        "{number} was used, spoilt or is missing and cannot be used again; take another one.",
    ),
    "item-not-yours": Wording(
        "{number} 不在您名下；请让领用人来办，或先办交接。",
        "{number} 不在您名下；請讓領用人來辦，或先辦交接。",
        "{number} is not with you; let whoever holds it do this, or have it handed over first.",
    ),
    "item-not-offered": Wording(
        "没有人把 {number} 这样交给您；请看最新的登记册。",
        "沒有人把 {number} 這樣交給您；請看最新的登記冊。",
        "{number} is not offered to you so; look at the register as it is now.",
    ),
    "item-person": Wording(
        "请选本厅的另一位同事。",
        "請選本廳的另一位同事。",
        "choose another person of this hall.",
    ),
    "item-visit": Wording(
        "这位客户不在本厅，或已离开；请从最新的页面再选。",
        "這位客戶不在本廳，或已離開；請從最新的頁面再選。",
        "this customer is not at this hall, or has left; choose again from the page as it is now.",
    ),
    "item-why": Wording(
        "请写明原因，不写个人资料。",
        "請寫明原因，不寫個人資料。",
        "say why, without personal data.",
    ),
    "item-count-missing": Wording(
        "少了 {short} 件，而写出的缺号是 {named} 件；请把缺的编号写全。",
        "少了 {short} 件，而寫出的缺號是 {named} 件；請把缺的編號寫全。",
        "{short} are missing and {named} are named; write down just the numbers that are missing.",
    ),
    "item-count-not-asked": Wording(
        "没有请您复点的清点；请看最新的登记册。",
        "沒有請您複點的清點；請看最新的登記冊。",
        "nobody asked you to count these again; look at the register as it is now.",
    ),
    "item-counts-unlike": Wording(
        "两次点的数不一样；请两个人一起再点一次。",
        "兩次點的數不一樣；請兩個人一起再點一次。",
        "the two counts are not the same; count once more together.",
    ),
    "item-count-open": Wording(
        "上次的差异还没有说明；说明之后再清点。",
        "上次的差異還沒有說明；說明之後再清點。",
        "the last difference is not explained yet; explain it, then count again.",
    ),
    "item-no-difference": Wording(
        "没有等待说明的差异；请看最新的登记册。",
        "沒有等待說明的差異；請看最新的登記冊。",
        "no difference waits to be explained; look at the register as it is now.",
    ),
    "facility-item-unknown": Wording(
        "标准里没有“{item}”；可选：{items}。",
        "標準裡沒有「{item}」；可選：{items}。",
        "the standard has no {item}; choose one of: {items}.",
    ),
    "facility-code": Wording(
        "“{name}”不能作编号；只用字母、数字和短横，不超过 24 个。",
        "「{name}」不能作編號；只用字母、數字和短橫，不超過 24 個。",
        "{name} is no code; use letters, digits and hyphens, 24 at most.",
    ),
    "facility-there-already": Wording(
        "编号 {name} 在本厅已有；请换一个。",
        "編號 {name} 在本廳已有；請換一個。",
        "this hall has {name} already; choose another code.",
    ),
    "facility-out": Wording(
        "{name} 已停用或撤掉；先恢复使用。",
        "{name} 已停用或撤掉；先恢復使用。",
        "{name} is out of use or taken away; put it back into use first.",
    ),
    "facility-fault-unknown": Wording(
        "标准里没有故障“{what}”；可选：{known}。",
        "標準裡沒有故障「{what}」；可選：{known}。",
        "the standard has no fault {what}; choose one of: {known}.",
    ),
    "facility-since": Wording(
        "故障的开始时间还没有到；请改为现在或以前。",
        "故障的開始時間還沒有到；請改為現在或以前。",
        "the fault cannot have begun in time to come; give now or an earlier time.",
    ),
    "facility-photo-kind": Wording(
        "这不是照片；请用 JPEG、PNG 或 WebP。",
        "這不是照片；請用 JPEG、PNG 或 WebP。",
        "this is no photo; use JPEG, PNG or WebP.",
    ),
    "facility-photo-none": Wording(
        "还没有选照片；请先拍照或选照片。",
        "還沒有選照片；請先拍照或選照片。",
        "no photo was chosen; take or choose one first.",
    ),
    "facility-photos-many": Wording(
        "一次最多 {most} 张照片。",
        "一次最多 {most} 張照片。",
        "add {most} photos at once at most.",
    ),
    "facility-works": Wording(
        "{name} 现在没有故障；先报告故障，再加照片。",
        "{name} 現在沒有故障；先報告故障，再加照片。",
        "nothing is wrong with {name} now; report the fault first, then add photos.",
    ),
    "facility-level-unknown": Wording(
        "标准里没有余量“{level}”；可选：{known}。",
        "標準裡沒有餘量「{level}」；可選：{known}。",
        "the standard has no level {level}; choose one of: {known}.",
    ),
    "facility-no-supply": Wording(
        "{name} 不是用品，没有余量；请按故障报告。",
        "{name} 不是用品，沒有餘量；請按故障報告。",
        "{name} is no supply and has no level; report a fault instead.",
    ),
    "facility-unknown": Wording(
        "本厅没有 {name}；请经理先登记。",
        "本廳沒有 {name}；請經理先登記。",
        "this hall has no {name}; its manager puts it into use first.",
    ),
    "item-not-finished": Wording(
        "还有没用完、没点清的编号；用完才能结清。",
        "還有沒用完、沒點清的編號；用完才能結清。",
        "some numbers are not used up or accounted for yet; only then are these finished.",
    ),
}
