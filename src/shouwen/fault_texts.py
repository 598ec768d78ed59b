"""The texts of all faults: code → what is wrong and the cure, in three languages."""

from shouwen.fault_texts_administration import ADMINISTRATION_TEXTS
from shouwen.fault_texts_api import API_TEXTS
from shouwen.fault_texts_audit import AUDIT_TEXTS
from shouwen.fault_texts_hall import HALL_TEXTS
from shouwen.fault_texts_hall_counter import HALL_COUNTER_TEXTS
from shouwen.fault_texts_hall_setup import HALL_SETUP_TEXTS
from shouwen.fault_texts_hall_things import HALL_THINGS_TEXTS
from shouwen.fault_texts_layers import LAYER_TEXTS
from shouwen.fault_texts_log import LOG_TEXTS
from shouwen.fault_texts_operation import OPERATION_TEXTS
from shouwen.fault_texts_people import PEOPLE_TEXTS
from shouwen.fault_texts_requests import REQUEST_TEXTS
from shouwen.fault_texts_review import REVIEW_TEXTS
from shouwen.fault_texts_settings import SETTING_TEXTS
from shouwen.fault_texts_standard import STANDARD_TEXTS
from shouwen.wording import Wording

TEXTS: dict[str, Wording] = {
    **STANDARD_TEXTS,
    **LAYER_TEXTS,
    **REVIEW_TEXTS,
    **SETTING_TEXTS,
    **AUDIT_TEXTS,
    **LOG_TEXTS,
    **OPERATION_TEXTS,
    **PEOPLE_TEXTS,
    **API_TEXTS,
    **ADMINISTRATION_TEXTS,
    **REQUEST_TEXTS,
    **HALL_TEXTS,
    **HALL_COUNTER_TEXTS,
    **HALL_SETUP_TEXTS,
    **HALL_THINGS_TEXTS,
    "time-before-1970": Wording(
        "时间 {time} 早于 1970 年；请检查时间列或时区。",
        "時間 {time} 早於 1970 年；請檢查時間欄或時區。",
        "the time {time} lies before 1970; check the time column or its zone.",
    ),
    "time-not-whole-seconds": Wording(
        "时间“{time}”不是整秒数；请写 1970 年初（UTC）以来的整秒数，例如 1735689600。",
        "時間「{time}」不是整秒數；請寫 1970 年初（UTC）以來的整秒數，例如 1735689600。",
        "the time {time} is not in whole seconds; give the whole seconds since 1970 (UTC), such as 1735689600.",
    ),
    "noted-before-it-happened": Wording(
        "发生时间 {at} 晚于记录时间 {noted}（都按 1970 年以来的秒数）；请检查这两个时间及其时区。",
        "發生時間 {at} 晚於記錄時間 {noted}（都按 1970 年以來的秒數）；請檢查這兩個時間及其時區。",
        "it happened at {at} but was noted before that, at {noted} (seconds since 1970); "
        "check both times and their zones.",
    ),
    "event-id": Wording(
        "“{id}”不能作事件编号；请用从 1 起的整数，例如 1024。",
        "「{id}」不能作事件編號；請用從 1 起的整數，例如 1024。",
        "{id} cannot number an event; use a whole number from 1 up, such as 1024.",
    ),
    "event-about-nothing": Wording(
        "事件没有写明对象；请至少写一个，例如 visit:1024。",
        "事件沒有寫明對象；請至少寫一個，例如 visit:1024。",
        "the event does not say whom or what it is about; name at least one subject, such as visit:1024.",
    ),
    "subject-form": Wording(
        "看不懂对象“{subject}”；请写种类、冒号和编号，例如 visit:1024。",
        "看不懂對象「{subject}」；請寫種類、冒號和編號，例如 visit:1024。",
        "cannot read the subject {subject}; write its kind, a colon and its number, such as visit:1024.",
    ),
    "name-too-long": Wording(
        "名称“{name}”有 {length} 个字符，最多只能有 {most} 个；请改短。",
        "名稱「{name}」有 {length} 個字元，最多只能有 {most} 個；請改短。",
        "the name {name} has {length} characters; shorten it to {most} at most.",
    ),
    "grade-unknown": Wording(
        "没有名为“{grade}”的证据等级；请写其中之一：{grades}。",
        "沒有名為「{grade}」的證據等級；請寫其中之一：{grades}。",
        "there is no grade of evidence {grade}; write one of: {grades}.",
    ),
    "correction-incomplete": Wording(
        "更正没有写全；请同时写明更正哪个事件（corrects）和怎样更正（correction）。",
        "更正沒有寫全；請同時寫明更正哪個事件（corrects）和怎樣更正（correction）。",
        "the correction is incomplete; say both which event it corrects (corrects) and how (correction).",
    ),
    "story-too-long": Wording(
        "这个对象有 {events} 个事件，最多只能有 {most} 个；请把对象分细，例如按每次来访，而不是按整个网点。",
        "這個對象有 {events} 個事件，最多只能有 {most} 個；請把對象分細，例如按每次來訪，而不是按整個據點。",
        "this subject has {events} events, more than {most}; choose narrower subjects, such as each visit instead of "
        "the whole site.",
    ),
    "may-not-follow": Wording(
        "现在不能记录“{word}”（上一个是“{last}”）；请改选此时可以的：{possible}。",
        "現在不能記錄「{word}」（上一個是「{last}」）；請改選此時可以的：{possible}。",
        "{word} cannot come now, after {last}; what can come is: {possible}.",
    ),
    "word-unknown": Wording(
        "没有“{word}”这个词语；相近的有：{near}。请改正，或在 words 下写上它。",
        "沒有「{word}」這個詞語；相近的有：{near}。請改正，或在 words 下寫上它。",
        "there is no word {word}; the nearest are: {near}. Correct it, or add it under words.",
    ),
    "field-unknown": Wording(
        "词语“{word}”没有字段“{field}”；相近的有：{near}。请改正，或在该词语的 fields 下写上它。",
        "詞語「{word}」沒有欄位「{field}」；相近的有：{near}。請改正，或在該詞語的 fields 下寫上它。",
        "the word {word} has no field {field}; the nearest are: {near}. "
        "Correct it, or add it under the fields of the word.",
    ),
    "field-reserved": Wording(
        "每个事件本来就有“{field}”，不能再用作字段的名称；请换一个名称。",
        "每個事件本來就有「{field}」，不能再用作欄位的名稱；請換一個名稱。",
        "every event has {field} already, so no field may be called that; choose another name.",
    ),
    "field-of-wrong-kind": Wording(
        "词语“{word}”的字段“{field}”应是 {kind}，给出的值不是；text 写文字，number 写数字，flag 写 true 或 false，"
        "time 写 1970 年以来的整秒数。",
        "詞語「{word}」的欄位「{field}」應是 {kind}，給出的值不是；text 寫文字，number 寫數字，flag 寫 true 或 false，"
        "time 寫 1970 年以來的整秒數。",
        "the field {field} of the word {word} should hold a {kind} and does not; "
        "give a text for text, a number for number, true or false for flag, whole seconds since 1970 for time.",
    ),
    "word-not-yours": Wording(
        "角色“{role}”不能记录“{word}”；请由这些角色来记录：{roles}，或修改该词语的 may。",
        "角色「{role}」不能記錄「{word}」；請由這些角色來記錄：{roles}，或修改該詞語的 may。",
        "the role {role} may not say {word}; leave it to: {roles}, or change may at that word.",
    ),
    "calendar-not-declared": Wording(
        "没有写明名为“{calendar}”的日历；相近的有：{near}。请改正名称，或在 calendars 下写上它。",
        "沒有寫明名為「{calendar}」的日曆；相近的有：{near}。請改正名稱，或在 calendars 下寫上它。",
        "no calendar is called {calendar}; the nearest are: {near}. Correct the name, or add it under calendars.",
    ),
    "time-after-9999": Wording(
        "时间 {time} 晚于 9999 年；时间应是 1970 年以来的整秒数，请检查是不是写成了毫秒。",
        "時間 {time} 晚於 9999 年；時間應是 1970 年以來的整秒數，請檢查是不是寫成了毫秒。",
        "the time {time} lies after the year 9999; times are whole seconds since 1970: check that these are not "
        "milliseconds.",
    ),
    "correction-other-subjects": Wording(
        "它更正的事件 {corrects} 涉及的对象与它不同；更正须写明与原事件相同的对象。",
        "它更正的事件 {corrects} 涉及的對象與它不同；更正須寫明與原事件相同的對象。",
        "it corrects event {corrects}, which is about other subjects; a correction names the subjects of its event.",
    ),
    "calendar-form": Wording(
        "日历应写成若干项，例如 zone、open、holidays；请按此改写。",
        "日曆應寫成若干項，例如 zone、open、holidays；請按此改寫。",
        "a calendar is written as keys and values; give it at least zone and open.",
    ),
    "calendar-key-unknown": Wording(
        "日历中没有“{key}”这一项；可用的有：{keys}。",
        "日曆中沒有「{key}」這一項；可用的有：{keys}。",
        "a calendar has no key {key}; use one of: {keys}.",
    ),
    "calendar-zone-unknown": Wording(
        "没有名为“{zone}”的时区；请写 IANA 名称，例如 zone: Asia/Shanghai。",
        "沒有名為「{zone}」的時區；請寫 IANA 名稱，例如 zone: Asia/Shanghai。",
        "there is no time zone {zone}; write its IANA name, such as zone: Asia/Shanghai.",
    ),
    "calendar-open-form": Wording(
        '缺少营业时间，或写法不对；请按星期写，例如在 open 下写一行 mon-fri: ["09:00-12:00", "13:00-18:00"]。',
        '缺少營業時間，或寫法不對；請按星期寫，例如在 open 下寫一行 mon-fri: ["09:00-12:00", "13:00-18:00"]。',
        'opening hours are missing or not given by weekday; under open, write mon-fri: ["09:00-12:00", "13:00-18:00"].',
    ),
    "calendar-weekday-unknown": Wording(
        "看不懂星期“{weekday}”；请写 mon、tue、wed、thu、fri、sat、sun、范围 mon-fri，或周一、周一至周五。",
        "看不懂星期「{weekday}」；請寫 mon、tue、wed、thu、fri、sat、sun、範圍 mon-fri，或週一、週一至週五。",
        "{weekday} is no weekday; write mon, tue, wed, thu, fri, sat or sun, or a range such as mon-fri.",
    ),
    "calendar-weekday-twice": Wording(
        "同一个星期几（{weekday}）写了两次；请合并为一处。",
        "同一個星期幾（{weekday}）寫了兩次；請合併為一處。",
        "{weekday} is given twice; put all its hours in one place.",
    ),
    "calendar-never-open": Wording(
        '一周之内没有任何营业时间；请至少给一个星期几写上，例如 mon: ["09:00-18:00"]。',
        '一週之內沒有任何營業時間；請至少給一個星期幾寫上，例如 mon: ["09:00-18:00"]。',
        'the week has no opening hours at all; give at least one weekday some, such as mon: ["09:00-18:00"].',
    ),
    "calendar-window-form": Wording(
        '看不懂营业时间“{window}”；请加引号写起止时间，例如 "09:00-12:00"，最晚到 24:00，不营业写 closed。',
        '看不懂營業時間「{window}」；請加引號寫起訖時間，例如 "09:00-12:00"，最晚到 24:00，不營業寫 closed。',
        'cannot read the opening hours {window}; write start and end in quotes, such as "09:00-12:00", '
        "until 24:00 at the latest, or closed.",
    ),
    "calendar-window-past-midnight": Wording(
        "营业时间“{window}”跨过午夜；请拆开来写：{cure}（午夜之后的部分写在第二天）。",
        "營業時間「{window}」跨過午夜；請拆開來寫：{cure}（午夜之後的部分寫在第二天）。",
        "the opening hours {window} run past midnight; write {cure} instead, what follows midnight on the next day.",
    ),
    "calendar-windows-overlap": Wording(
        "同一天的营业时间在 {time} 重叠；请改为互不重叠的时段。",
        "同一天的營業時間在 {time} 重疊；請改為互不重疊的時段。",
        "opening hours of one day overlap at {time}; let each begin when the one before has ended.",
    ),
    "calendar-make-up-closed": Wording(
        "make_up 指的 {weekday} 没有营业时间；请指一个有营业时间的星期几。",
        "make_up 指的 {weekday} 沒有營業時間；請指一個有營業時間的星期幾。",
        "make_up names {weekday}, which has no opening hours; name a weekday that has some.",
    ),
    "calendar-days-form": Wording(
        "单独的日子应写成“日期: 营业时间”，例如 2025-12-31: closed。",
        "單獨的日子應寫成「日期: 營業時間」，例如 2025-12-31: closed。",
        "single days are written as date: hours, such as 2025-12-31: closed.",
    ),
    "calendar-day-twice": Wording(
        "{day} 写了两次；请只留一处。",
        "{day} 寫了兩次；請只留一處。",
        "{day} is given twice; keep one of the two.",
    ),
    "calendar-date-form": Wording(
        "看不懂日期“{day}”；请写 2025-01-28，或一年以内的起止 2025-01-28/2025-02-04。",
        "看不懂日期「{day}」；請寫 2025-01-28，或一年以內的起訖 2025-01-28/2025-02-04。",
        "{day} is no date; write 2025-01-28, or first and last within a year: 2025-01-28/2025-02-04.",
    ),
    "calendar-holidays-name": Wording(
        "“{name}”不是节假日的名称；请写自带的名称（例如 china）、文件名，或 none。",
        "「{name}」不是節假日的名稱；請寫自帶的名稱（例如 china）、檔名，或 none。",
        "{name} does not name holidays; write the name of shipped ones, such as china, or of a file, or none.",
    ),
    "calendar-holidays-unknown": Wording(
        "没有名为“{name}”的节假日；自带的有：{names}；也可以写自己的文件，或写 none。",
        "沒有名為「{name}」的節假日；自帶的有：{names}；也可以寫自己的檔案，或寫 none。",
        "there are no holidays named {name}; there are: {names}. Name one of them or a file, or write none.",
    ),
    "calendar-holidays-form": Wording(
        "节假日文件应按年份（1970 至 2199）书写；请照自带的 china.yaml 改写：年份之下写 off: [日期] 和 work: [日期]。",
        "節假日檔案應按年份（1970 至 2199）書寫；請照自帶的 china.yaml 改寫：年份之下寫 off: [日期] 和 work: [日期]。",
        "holidays are written by year (1970 to 2199), below it off: [dates] and work: [dates]; do as china.yaml does.",
    ),
    "calendar-year-twice": Wording(
        "{year} 年写了两次；请合并为一处。",
        "{year} 年寫了兩次；請合併為一處。",
        "the year {year} is given twice; put all its days in one place.",
    ),
    "calendar-date-in-other-year": Wording(
        "{day} 写在了 {year} 年下面；请移到它自己的年份下面。",
        "{day} 寫在了 {year} 年下面；請移到它自己的年份下面。",
        "{day} stands under the year {year}; move it to the year it lies in.",
    ),
    "calendar-day-off-and-work": Wording(
        "{day} 同时写成了放假和上班；请对照通知，只留一处。",
        "{day} 同時寫成了放假和上班；請對照通知，只留一處。",
        "{day} is given both as off and as work; see the notice and keep one.",
    ),
}
