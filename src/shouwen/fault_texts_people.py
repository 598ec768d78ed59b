"""The texts of faults about people and places: rights, duty, personal data, logging in, tokens. None repeats what was
typed where that may be personal data."""

from shouwen.wording import Wording

PEOPLE_TEXTS: dict[str, Wording] = {
    # Units and rights
    "unit-unknown": Wording(
        "没有编码为“{unit}”的单位；请核对编码。",
        "沒有編碼為「{unit}」的單位；請核對編碼。",
        "there is no unit with the code {unit}; check the code.",
    ),
    "unit-below-itself": Wording(
        "“{unit}”不能移到“{under}”之下，因为后者在它下面；请先选它之外的上级单位。",
        "「{unit}」不能移到「{under}」之下，因為後者在它下面；請先選它之外的上級單位。",
        "{unit} cannot hang under {under}, which lies below it; choose a unit outside of it.",
    ),
    "post-role-unknown": Wording(
        "没有名为“{role}”的角色；请从名单中选择。",
        "沒有名為「{role}」的角色；請從名單中選擇。",
        "there is no role {role}; choose one of the list.",
    ),
    "not-for-you": Wording(
        "您没有权限；这里由{roles}办理，请找担任此岗位的同事。",
        "您沒有權限；這裡由{roles}辦理，請找擔任此崗位的同事。",
        "this is not yours to do; ask a colleague who has the post: {roles}.",
    ),
    "post-for-oneself": Wording(
        "任何人都不能给自己安排岗位；请由另一位安全管理员办理。",
        "任何人都不能給自己安排崗位；請由另一位安全管理員辦理。",
        "nobody gives a post to themselves; ask another security administrator.",
    ),
    "post-times": Wording(
        "岗位的结束时间必须晚于开始时间；请改正时间。",
        "崗位的結束時間必須晚於開始時間；請改正時間。",
        "a post ends after it begins; correct the times.",
    ),
    "post-twice": Wording(
        "此人这段时间在“{unit}”已经是{role}；请先结束原岗位，或改时间。",
        "此人這段時間在「{unit}」已經是{role}；請先結束原崗位，或改時間。",
        "for that time this person already is {role} at {unit}; end that post first, or change the times.",
    ),
    "administrators-apart": Wording(
        "不能同时担任{role}和{other}：三类管理员互相独立，也不兼其他岗位；请先结束原岗位，或另选他人。",
        "不能同時擔任{role}和{other}：三類管理員互相獨立，也不兼其他崗位；請先結束原崗位，或另選他人。",
        "nobody is {role} and {other} at once: each of the three administrators has that post alone; "
        "end the former post first, or choose somebody else.",
    ),
    "last-administrator": Wording(
        "这是最后一位{role}；请先安排接替的人，再结束此岗位。",
        "這是最後一位{role}；請先安排接替的人，再結束此崗位。",
        "this is the last {role}; give the post to a successor before you end it.",
    ),
    "work-number-taken": Wording(
        "工号“{number}”已有人使用（不分大小写）；请换一个。",
        "工號「{number}」已有人使用（不分大小寫）；請換一個。",
        "the work number {number} is taken (capitals or not); choose another.",
    ),
    "work-number-form": Wording(
        "工号只能用字母、数字、点、横线和下划线，最多 {most} 个；请改正。",
        "工號只能用字母、數字、點、橫線和底線，最多 {most} 個；請改正。",
        "a work number has letters, digits, dots, hyphens and underscores, {most} at most; correct it.",
    ),
    "backup-is-oneself": Wording(
        "不能把本人设为自己的代班人；请另选一位同事。",
        "不能把本人設為自己的代班人；請另選一位同事。",
        "nobody is their own backup; choose a colleague.",
    ),
    "language-unknown": Wording(
        "没有这种语言；请选简体中文、繁体中文或英文。",
        "沒有這種語言；請選簡體中文、繁體中文或英文。",
        "there is no such language here; choose Simplified Chinese, Traditional Chinese or English.",
    ),
    # Duty
    "shift-times": Wording(
        "班次的结束时间必须晚于开始时间，且不超过 {hours} 小时；请改正时间。",
        "班次的結束時間必須晚於開始時間，且不超過 {hours} 小時；請改正時間。",
        "a shift ends after it begins and lasts {hours} hours at most; correct the times.",
    ),
    "shift-overlaps": Wording(
        "此人这段时间在“{unit}”已有班次；请先改那个班次，或另选时间。",
        "此人這段時間在「{unit}」已有班次；請先改那個班次，或另選時間。",
        "for that time this person already has a shift at {unit}; change that one first, or choose another time.",
    ),
    "clocked-in-already": Wording(
        "您在“{unit}”的上班打卡还没有结束；请先在那里打下班卡。",
        "您在「{unit}」的上班打卡還沒有結束；請先在那裡打下班卡。",
        "you are still clocked in at {unit}; clock out there first.",
    ),
    "not-clocked-in": Wording(
        "您还没有打上班卡，不能打下班卡；请先打上班卡。",
        "您還沒有打上班卡，不能打下班卡；請先打上班卡。",
        "you are not clocked in, so you cannot clock out; clock in first.",
    ),
    "no-post-at-unit": Wording(
        "此人在“{unit}”没有岗位；请先安排岗位，或选有岗位的单位。",
        "此人在「{unit}」沒有崗位；請先安排崗位，或選有崗位的單位。",
        "this person has no post at {unit}; give them one first, or choose a unit where they have.",
    ),
    "absence-times": Wording(
        "请假的结束时间必须晚于开始时间；请改正时间。",
        "請假的結束時間必須晚於開始時間；請改正時間。",
        "an absence ends after it begins; correct the times.",
    ),
    # What a customer tells
    "phone-unreadable": Wording(
        "看不懂这个电话号码；请写手机号、带区号的固定电话（可加分机），或 400、95 等号码，例如 010-82345678转12。",
        "看不懂這個電話號碼；請寫手機號、帶區號的固定電話（可加分機），或 400、95 等號碼，例如 010-82345678轉12。",
        "this phone number cannot be read; write a mobile number, a landline with its area code (and extension), or a "
        "400 or 95 number, such as 010-82345678 ext 12.",
    ),
    "phone-area-code": Wording(
        "固定电话缺少区号；请在前面加上区号，例如 010-82345678。",
        "固定電話缺少區號；請在前面加上區號，例如 010-82345678。",
        "the landline lacks its area code; put it in front, such as 010-82345678.",
    ),
    "phone-mobile-length": Wording(
        "手机号应有 11 位，这里有 {length} 位；请核对。",
        "手機號應有 11 位，這裡有 {length} 位；請核對。",
        "a mobile number has 11 digits, this one has {length}; check it.",
    ),
    "document-kind": Wording(
        "没有这种证件类型；请写其中之一：{kinds}。",
        "沒有這種證件類型；請寫其中之一：{kinds}。",
        "there is no such kind of document; write one of: {kinds}.",
    ),
    "document-form": Wording(
        "{kind}的号码格式不对；正确的例子：{example}。请照证件核对。",
        "{kind}的號碼格式不對；正確的例子：{example}。請照證件核對。",
        "this is not the form of a number of a {kind}; an example: {example}. Check it against the document.",
    ),
    "document-check-digit": Wording(
        "{kind}号码的校验位不对，多半有一位写错；请照证件逐位核对。",
        "{kind}號碼的校驗位不對，多半有一位寫錯；請照證件逐位核對。",
        "the check digit of the {kind} does not fit, most likely one digit is wrong; compare it with the document.",
    ),
    "document-date": Wording(
        "{kind}号码中的出生日期不存在；请照证件核对第 7 到 14 位。",
        "{kind}號碼中的出生日期不存在；請照證件核對第 7 到 14 位。",
        "there is no such date of birth as in this {kind}; compare the digits 7 to 14 with the document.",
    ),
    "document-region": Wording(
        "{kind}号码的前两位不是任何省份的代码；请照证件核对。",
        "{kind}號碼的前兩位不是任何省份的代碼；請照證件核對。",
        "the first two digits of the {kind} belong to no province; compare them with the document.",
    ),
    "document-old": Wording(
        "15 位的身份证号码 2013 年起已停用；请写现用身份证上的 18 位号码。",
        "15 位的身份證號碼 2013 年起已停用；請寫現用身份證上的 18 位號碼。",
        "identity numbers of 15 digits ended with 2012; write the 18 digits of the card in use.",
    ),
    "name-empty": Wording(
        "没有写姓名；请填写姓名。",
        "沒有寫姓名；請填寫姓名。",
        "the name is missing; write it.",
    ),
    "text-too-long": Wording(
        "{field}有 {length} 个字符，最多 {most} 个；请改短。",
        "{field}有 {length} 個字元，最多 {most} 個；請改短。",
        "the {field} has {length} characters; shorten it to {most} at most.",
    ),
    "text-hidden-characters": Wording(
        "{field}中有看不见的控制字符（第 {place_in_text} 个字符）；请删掉，或重新手工输入。",
        "{field}中有看不見的控制字元（第 {place_in_text} 個字元）；請刪掉，或重新手工輸入。",
        "the {field} has an invisible control character (character {place_in_text}); delete it, or type the text anew.",
    ),
    "address-incomplete": Wording(
        "地址缺少{field}；请补上。",
        "地址缺少{field}；請補上。",
        "the address lacks the {field}; add it.",
    ),
    "care-unknown": Wording(
        "没有这种特殊照顾；请写其中之一：{kinds}。",
        "沒有這種特殊照顧；請寫其中之一：{kinds}。",
        "there is no such special care; write one of: {kinds}.",
    ),
    "too-many": Wording(
        "{field}最多 {most} 个；请删去多余的。",
        "{field}最多 {most} 個；請刪去多餘的。",
        "{field}: {most} at most; take away what is too much.",
    ),
    # Keeping it
    "customer-erased": Wording(
        "这位客户的资料已按要求删除，不能再查看或填写；如需办理请另建客户。",
        "這位客戶的資料已按要求刪除，不能再查看或填寫；如需辦理請另建客戶。",
        "this customer's data were erased and can be neither read nor written; note them as a new customer if need be.",
    ),
    "customer-key-wrong": Wording(
        "客户资料是用另一把主密钥（编号 {needed}）加密的，现在的主密钥编号是 {given}；"
        "请把原来的密钥写回 SHOUWEN_KEY 或放回 customer.key。",
        "客戶資料是用另一把主金鑰（編號 {needed}）加密的，現在的主金鑰編號是 {given}；"
        "請把原來的金鑰寫回 SHOUWEN_KEY 或放回 customer.key。",
        "the customers' data are locked with another master key (number {needed}); the present one has the number "
        "{given}; put the former key back into SHOUWEN_KEY or the file customer.key.",
    ),
    "customer-key-short": Wording(
        "主密钥太短：至少要 {least} 个字符；请给 SHOUWEN_KEY 换一个随机的长密钥。",
        "主金鑰太短：至少要 {least} 個字元；請給 SHOUWEN_KEY 換一個隨機的長金鑰。",
        "the master key is too short: {least} characters at least; give SHOUWEN_KEY a long random one.",
    ),
    "customer-data-damaged": Wording(
        "这条加密数据已损坏或被换过，打不开；请从备份恢复该行，并运行 shouwen verify 检查。",
        "這條加密資料已損壞或被換過，打不開；請從備份恢復該列，並執行 shouwen verify 檢查。",
        "this sealed piece of data is damaged or was exchanged; restore its row from a backup and run shouwen verify.",
    ),
    "text-unknown": Wording(
        "没有这段文字；请核对引用，或从备份恢复。",
        "沒有這段文字；請核對引用，或從備份恢復。",
        "there is no such text; check the reference, or restore it from a backup.",
    ),
    # Tokens
    "token-unknown": Wording(
        "访问令牌无效；请核对是否完整复制，或另建一个。",
        "存取權杖無效；請核對是否完整複製，或另建一個。",
        "the token is not valid; check that it was copied whole, or make another.",
    ),
    "token-ended": Wording(
        "访问令牌已过期；请另建一个。",
        "存取權杖已過期；請另建一個。",
        "the token has ended; make another.",
    ),
    "token-revoked": Wording(
        "访问令牌已被撤销；请另建一个。",
        "存取權杖已被撤銷；請另建一個。",
        "the token was revoked; make another.",
    ),
    "token-scopes": Wording(
        "访问令牌的用途应从 {scopes} 中选择，至少一项；这里写的是：{given}。",
        "存取權杖的用途應從 {scopes} 中選擇，至少一項；這裡寫的是：{given}。",
        "a token is for at least one of {scopes}; this was given: {given}.",
    ),
    "token-time": Wording(
        "访问令牌的到期时间应在将来，且不超过 {days} 天；请改正。",
        "存取權杖的到期時間應在將來，且不超過 {days} 天；請改正。",
        "a token ends in the future, {days} days from now at most; correct the time.",
    ),
    "token-of-nobody": Wording(
        "访问令牌要么属于一位员工，要么属于某单位的一台设备（写明设备名）；请选一种。",
        "存取權杖要麼屬於一位員工，要麼屬於某單位的一臺裝置（寫明裝置名）；請選一種。",
        "a token is of one person, or of one device (with its name) at a unit; choose which.",
    ),
}
