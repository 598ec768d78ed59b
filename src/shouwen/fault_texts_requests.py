"""The texts of faults about requests. None repeats what a customer said or what their number is."""

from shouwen.wording import Wording

REQUEST_TEXTS: dict[str, Wording] = {
    "text-missing": Wording(
        "“{field}”还没有填写；请用几句话写下来。",
        "「{field}」還沒有填寫；請用幾句話寫下來。",
        "“{field}” is empty; put it in a few words.",
    ),
    "request-topic-unknown": Wording(
        "没有“{topic}”这个类别；可选：{topics}。",
        "沒有「{topic}」這個類別；可選：{topics}。",
        "there is no topic {topic}; choose one of: {topics}.",
    ),
    "request-result-unknown": Wording(
        "没有“{result}”这个结果；可选：{results}。",
        "沒有「{result}」這個結果；可選：{results}。",
        "there is no result {result}; choose one of: {results}.",
    ),
    "request-customer-other": Wording(
        "选中的客户不用这个号码；请重新查一次号码，再选。",
        "選中的客戶不用這個號碼；請重新查一次號碼，再選。",
        "the customer that was chosen does not have this number; look the number up again and choose.",
    ),
    "promise-past": Wording(
        "答应的时间已经过去；请选将来的时间。",
        "答應的時間已經過去；請選將來的時間。",
        "that time is past; promise one to come.",
    ),
    "promise-too-far": Wording(
        "答应的时间最远在 {days} 天以内；请核对年份。",
        "答應的時間最遠在 {days} 天以內；請核對年份。",
        "a promised time lies {days} days ahead at most; check the year.",
    ),
    "status-digits-wrong": Wording(
        "号码后四位不对；请核对后再试。",
        "號碼後四位不對；請核對後再試。",
        "these are not the last four digits; check them and try again.",
    ),
    "status-digits-closed": Wording(
        "试的次数太多；请在 {minutes} 分钟后再试，或联系受理网点。",
        "試的次數太多；請在 {minutes} 分鐘後再試，或聯繫受理網點。",
        "too many tries; try again in {minutes} minutes, or ask where you were served.",
    ),
}
