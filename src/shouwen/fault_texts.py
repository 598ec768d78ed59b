"""The texts of all faults: code → what is wrong and the cure, in three languages."""

from shouwen.wording import Wording

TEXTS: dict[str, Wording] = {
    "time-before-1970": Wording(
        "时间 {time} 早于 1970 年;请检查时间列或时区。",
        "時間 {time} 早於 1970 年;請檢查時間欄或時區。",
        "the time {time} lies before 1970; check the time column or its zone.",
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
