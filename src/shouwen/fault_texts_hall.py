"""The texts of faults about halls: numbers, counters, the line."""

from shouwen.wording import Wording

HALL_TEXTS: dict[str, Wording] = {
    "hall-unknown": Wording(
        "这里不是营业厅；请经理先在“业务与台席”里设置。",
        "這裡不是營業廳；請經理先在「業務與檯席」裡設定。",
        "this is no hall; its manager sets it up first, under Services and counters.",
    ),
    "hall-closed": Wording(
        "现在不取号：营业厅没有营业，或快要关门。",
        "現在不取號：營業廳沒有營業，或快要關門。",
        "no numbers are given now: the hall is closed, or about to close.",
    ),
    "hall-full": Wording(
        "等候人数已满（{most} 人）；请稍后再取号。",
        "等候人數已滿（{most} 人）；請稍後再取號。",
        "as many wait as there is room for ({most}); take a number a little later.",
    ),
    "hall-service-unknown": Wording(
        "这里不办“{service}”；可办：{services}。",
        "這裡不辦「{service}」；可辦：{services}。",
        "{service} is not done here; choose one of: {services}.",
    ),
    "hall-priority-unknown": Wording(
        "没有“{priority}”这类优先客户；可选：{classes}。",
        "沒有「{priority}」這類優先客戶；可選：{classes}。",
        "there is no priority class {priority}; choose one of: {classes}.",
    ),
    "hall-reason-unknown": Wording(
        "没有“{reason}”这个原因；可选：{reasons}。",
        "沒有「{reason}」這個原因；可選：{reasons}。",
        "there is no reason {reason}; choose one of: {reasons}.",
    ),
    "counter-unknown": Wording(
        "这个厅没有 {counter} 号台席，或已停用。",
        "這個廳沒有 {counter} 號檯席，或已停用。",
        "this hall has no counter {counter}, or it is out of use.",
    ),
    "counter-taken": Wording(
        "{counter} 号台席有人在用；请先请对方收台，或换一个台席。",
        "{counter} 號檯席有人在用；請先請對方收檯，或換一個檯席。",
        "somebody works at counter {counter}; ask them to close it, or take another.",
    ),
    "counter-yours-elsewhere": Wording(
        "您已经在 {counter} 号台席；请先收台。",
        "您已經在 {counter} 號檯席；請先收檯。",
        "you work at counter {counter} already; close it first.",
    ),
    "counter-line-unknown": Wording(
        "{counter} 号台席能办的队列是：{lines}；请在其中选至少一个。",
        "{counter} 號檯席能辦的隊列是：{lines}；請在其中選至少一個。",
        "counter {counter} serves these lines: {lines}; choose at least one of them.",
    ),
    "counter-not-yours": Wording(
        "{counter} 号台席不是您在用；请先开台。",
        "{counter} 號檯席不是您在用；請先開檯。",
        "counter {counter} is not yours; open one first.",
    ),
    "counter-not-open": Wording(
        "{counter} 号台席暂停中；先回到台席再叫号。",
        "{counter} 號檯席暫停中；先回到檯席再叫號。",
        "counter {counter} is paused; work on before you call.",
    ),
    "counter-busy": Wording(
        "{number} 还在 {counter} 号台席；请先办完或送别。",
        "{number} 還在 {counter} 號檯席；請先辦完或送別。",
        "{number} is still at counter {counter}; finish with them first.",
    ),
    "counter-more-wanted": Wording(
        "{number} 还有业务没办；请接着办、转到能办的台席，或在客户不办时送别。",
        "{number} 還有業務沒辦；請接著辦、轉到能辦的檯席，或在客戶不辦時送別。",
        "{number} has more to be done; go on with it, send them on to a counter that does it, or, if they want it no "
        "more, say goodbye.",
    ),
    "visit-not-waiting": Wording(
        "{number} 现在没有在等候。",
        "{number} 現在沒有在等候。",
        "{number} is not waiting now.",
    ),
    "visit-not-at-your-counter": Wording(
        "{number} 现在不在您的台席办这一步。",
        "{number} 現在不在您的檯席辦這一步。",
        "{number} is not at your counter for this step now.",
    ),
    "visit-called-just-now": Wording(
        "刚叫过 {number}；再等 {seconds} 秒，客户可能正走过来。",
        "剛叫過 {number}；再等 {seconds} 秒，客戶可能正走過來。",
        "{number} was called just now; wait another {seconds} s, they may be on their way.",
    ),
    "visit-called-too-little": Wording(
        "{number} 只叫了 {called} 次；叫满 {most} 次仍无人应答才作过号。",
        "{number} 只叫了 {called} 次；叫滿 {most} 次仍無人應答才作過號。",
        "{number} was called {called} times only; after {most} calls they count as not there.",
    ),
    # The API
    "visit-noticed-by-device": Wording(
        "经门口计数器或扫码进厅，只能由设备来报；人来登记请写 noticed_by: guide。",
        "經門口計數器或掃碼進廳，只能由設備來報；人來登記請寫 noticed_by: guide。",
        "only a device tells that somebody came by the door counter or a scan; a person says noticed_by: guide.",
    ),
    "line-active-by-system": Wording(
        "号码已开通只能由业务系统用自己的令牌来报，人不能代报。",
        "號碼已開通只能由業務系統用自己的權杖來報，人不能代報。",
        "only the business system, with a token of its own, tells that a line works; no person does.",
    ),
    # The console
    "console-no-counter": Wording(
        "您还没有开台；先开一个台席。",
        "您還沒有開檯；先開一個檯席。",
        "you have no counter; open one first.",
    ),
    "console-moved-on": Wording(
        "客户已经走到下一步，页面已更新；请照现在的步骤办。",
        "客戶已經走到下一步，頁面已更新；請照現在的步驟辦。",
        "the visit has moved on, and the page with it; go by the step that is shown now.",
    ),
    "console-number-unknown": Wording(
        "厅里没有 {number} 在等候；请核对号码。",
        "廳裡沒有 {number} 在等候；請核對號碼。",
        "no {number} is waiting in this hall; check the number.",
    ),
    # What customers say themselves
    "pad-of-another-counter": Wording(
        "这台签字屏属于 {counter} 号台席，只为坐在那里的客户作答。",
        "這臺簽字螢幕屬於 {counter} 號檯席，只為坐在那裡的客戶作答。",
        "this pad belongs to counter {counter} and answers only for the customer there.",
    ),
    "pad-staff-logged-in": Wording(
        "这台签字屏上登录了员工账号；请先退出：这里只由客户作答。",
        "這臺簽字螢幕上登入了員工帳號；請先登出：這裡只由客戶作答。",
        "a member of staff is logged in on this pad; log out first: here only the customer answers.",
    ),
    "pad-asked-nothing": Wording(
        "这一步已经不需要了；请看屏幕上现在的内容。",
        "這一步已經不需要了；請看螢幕上現在的內容。",
        "this is no longer asked; please see what the screen shows now.",
    ),
    "pad-unsigned": Wording(
        "还没有签名；请在框内签上姓名。",
        "還沒有簽名；請在框內簽上姓名。",
        "there is no signature yet; please sign in the box.",
    ),
    "pad-signature-wrong": Wording(
        "签名没有传完整；请清除后再签一次。",
        "簽名沒有傳完整；請清除後再簽一次。",
        "the signature did not arrive whole; please clear it and sign again.",
    ),
    "agreement-unknown": Wording(
        "标准中没有协议“{agreement}”；可选：{agreements}。",
        "標準中沒有協議「{agreement}」；可選：{agreements}。",
        "the standard has no agreement {agreement}; choose one of: {agreements}.",
    ),
    "fee-wrong": Wording(
        "金额不能是“{given}”；请写 0 或正数，最多两位小数。",
        "金額不能是「{given}」；請寫 0 或正數，最多兩位小數。",
        "the amount cannot be {given}; write 0 or more, with two decimals at most.",
    ),
    "rating-not-by-staff": Wording(
        "评价只能由客户自己给出：在柜台的评价屏上，或在客户自己的手机上。",
        "評價只能由客戶自己給出：在櫃檯的評價螢幕上，或在客戶自己的手機上。",
        "a rating comes from the customer alone, at the counter's pad or on their own phone.",
    ),
    "rating-too-early": Wording(
        "业务办完后才可以评价。", "業務辦完後才可以評價。", "a service is rated when it is over."
    ),
    "rating-given": Wording(
        "这次业务已经评价过了，谢谢。",
        "這次業務已經評價過了，謝謝。",
        "this service has been rated already; thank you.",
    ),
    "rating-too-late": Wording("评价的时间已过。", "評價的時間已過。", "the time for rating this service is over."),
    "rating-empty": Wording(
        "请至少选一项；也可以不评价。",
        "請至少選一項；也可以不評價。",
        "please choose at least one; or do not rate at all.",
    ),
    "rating-score": Wording(
        "“{given}”不是可选的分数；可选：{scores}。",
        "「{given}」不是可選的分數；可選：{scores}。",
        "{given} is none of the scores; choose one of: {scores}.",
    ),
    # ── screens, slips ──
    "screen-unknown": Wording(
        "这块屏幕还没有设置；请在“设置屏幕”里输入它的密钥。",
        "這塊螢幕還沒有設定；請在「設定螢幕」裡輸入它的金鑰。",
        "this screen is not set up; type its secret in where screens are set up.",
    ),
    "screen-other": Wording(
        "这块屏幕设置成了“{kind}”，不是这个页面；请打开它自己的页面，或换一个密钥。",
        "這塊螢幕設定成了「{kind}」，不是這個頁面；請開啟它自己的頁面，或換一個金鑰。",
        "this screen is set up as another one ({kind}); open that page, or set it up with another secret.",
    ),
    "screen-no-device": Wording(
        "这个密钥不是屏幕的；请安全管理员为设备 machine、display、display:silent 或 pad:台席号 新建一个。",
        "這個金鑰不是螢幕的；請安全管理員為裝置 machine、display、display:silent 或 pad:檯席號 新建一個。",
        "this secret is no screen's; the security administrator makes one for a device called machine, display, "
        "display:silent or pad:counter.",
    ),
    "screen-too-often": Wording(
        "试得太频繁；请过 {seconds} 秒再试。",
        "試得太頻繁；請過 {seconds} 秒再試。",
        "that was tried too often; wait {seconds} s and try again.",
    ),
    "slip-printed": Wording(
        "{number} 的号单已经打印过；需要再打一张，请找工作人员。",
        "{number} 的號單已經列印過；需要再印一張，請找工作人員。",
        "the slip of {number} was printed already; ask a member of our staff for another.",
    ),
    "slip-form": Wording(
        "不能这样打印：{form}；可选：{forms}。",
        "不能這樣列印：{form}；可選：{forms}。",
        "a slip is not printed as {form}; choose one of: {forms}.",
    ),
    # The guide's tablet and the manager's board.
    "guide-moved-on": Wording(
        "这位客户的情况已有变化；请看最新的再点。",
        "這位客戶的情況已有變化；請看最新的再點。",
        "things have moved on with this customer; look again and choose anew.",
    ),
    "guide-choice-unknown": Wording(
        "标准里没有“{given}”；可选：{known}。",
        "標準裡沒有「{given}」；可選：{known}。",
        "the standard has no {given}; choose one of: {known}.",
    ),
    "help-unknown": Wording(
        "没有这种支援；请看最新的看板再点。",
        "沒有這種支援；請看最新的看板再點。",
        "there is no such help; look at the board as it is now and choose anew.",
    ),
    "help-not-here": Wording(
        "这位同事不在岗，没有通知；请另请一位。",
        "這位同事不在崗，沒有通知；請另請一位。",
        "this colleague is not on duty and was told nothing; ask somebody else.",
    ),
    # Corrections.
    "ticket-stays": Wording(
        "{number} 号已经发出，不能收回或改号；客户不要了，请作弃号。",
        "{number} 號已經發出，不能收回或改號；客戶不要了，請作棄號。",
        "{number} was given and cannot be taken back or changed; if the customer no longer wants it, have it given up.",
    ),
    # Device sales and appointments.
    "sale-choice-unknown": Wording(
        "标准里没有“{given}”；可选：{known}。",
        "標準裡沒有「{given}」；可選：{known}。",
        "the standard has no {given}; choose one of: {known}.",
    ),
    "sale-moved-on": Wording(
        "这位客户的情况已有变化；请看最新的再点。",
        "這位客戶的情況已有變化；請看最新的再點。",
        "things have moved on with this customer; look again and choose anew.",
    ),
    "sale-nothing-sold": Wording(
        "这位客户没有买终端，不用回访。",
        "這位客戶沒有買終端，不用回訪。",
        "this customer bought no device, and is owed no contact.",
    ),
    "appointment-none-here": Wording(
        "这个厅的标准没有写怎样预约，所以不接受预约。",
        "這個廳的標準沒有寫怎樣預約，所以不接受預約。",
        "this hall's standard does not say how appointments are taken, so none are.",
    ),
    "appointment-not-offered": Wording(
        "这个时间不能预约；请另选一个。",
        "這個時間不能預約；請另選一個。",
        "this time cannot be booked; choose another.",
    ),
    "appointment-full": Wording(
        "这个时间刚刚约满；请另选一个。",
        "這個時間剛剛約滿；請另選一個。",
        "this time has just been taken; choose another.",
    ),
    "appointment-too-many": Wording(
        "这个电话号码已有 {most} 个预约；请先取消一个，或到厅里取号。",
        "這個電話號碼已有 {most} 個預約；請先取消一個，或到廳裡取號。",
        "this telephone number has {most} appointments already; cancel one first, or take a number at the hall.",
    ),
    "appointment-over": Wording(
        "这个预约已经结束（{state}），不能再改。",
        "這個預約已經結束（{state}），不能再改。",
        "this appointment is over ({state}) and can no longer be changed.",
    ),
    "appointment-other-day": Wording(
        "这个预约不是今天的；请按约定的日期来，或直接取号。",
        "這個預約不是今天的；請按約定的日期來，或直接取號。",
        "this appointment is for another day; come on that day, or take a number.",
    ),
}
