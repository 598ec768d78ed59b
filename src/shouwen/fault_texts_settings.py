"""The texts of the faults of a standard's settings: as a file writes them, and as a room asks for them."""

from shouwen.wording import Wording

SETTING_TEXTS: dict[str, Wording] = {
    "setting-value": Wording(
        "设定“{setting}”的 value 不能写“{given}”；请写数字、true 或 false、文字、时长（如 10 minutes）、"
        "由同一种值组成的列表，或“名称: 说明”这样的选项。",
        "設定「{setting}」的 value 不能寫「{given}」；請寫數字、true 或 false、文字、時長（如 10 minutes）、"
        "由同一種值組成的清單，或「名稱: 說明」這樣的選項。",
        "the value of the setting {setting} cannot be {given}; write a number, true or false, a text, a length such as "
        "10 minutes, a list of values of one kind, or choices, each as name: label.",
    ),
    "setting-without-label": Wording(
        "设定“{setting}”没有 label，下层文件中也没有这项设定；最相近的有：{near}。请改正名称，或写上 label。",
        "設定「{setting}」沒有 label，下層檔案中也沒有這項設定；最相近的有：{near}。請改正名稱，或寫上 label。",
        "the setting {setting} has no label, and no file below has such a setting; the nearest are: {near}. Correct "
        "the name, or give it a label.",
    ),
    "setting-label-kept": Wording(
        "下层文件把设定“{setting}”称为“{label}”，名称不能更改；请删去 label，只写 value 和 why，或换一个名称另立一项。",
        "下層檔案把設定「{setting}」稱為「{label}」，名稱不能更改；請刪去 label，只寫 value 和 why，"
        "或換一個名稱另立一項。",
        "a file below calls the setting {setting} “{label}”, which cannot be changed; take the label out and write "
        "value and why alone, or make it a setting of another name.",
    ),
    "choice-kind": Wording(
        "设定“{setting}”是{kind}，不会是“{given}”；请在 if 里写这项设定可以取的值。",
        "設定「{setting}」是{kind}，不會是「{given}」；請在 if 裡寫這項設定可以取的值。",
        "the setting {setting} holds {kind} and is never {given}; write under if a value that it can have.",
    ),
    "setting-kind-differs": Wording(
        "设定“{setting}”在这里是{kind}，在下层文件中是{below}；请写同一种值。",
        "設定「{setting}」在這裡是{kind}，在下層檔案中是{below}；請寫同一種值。",
        "the setting {setting} is {kind} here and {below} in a file below; write a value of the same kind.",
    ),
    "editions-setting-differs": Wording(
        "设定“{setting}”在这一版中是{kind}，在另一版中是{other}；请改为同一种值，或换一个名称。",
        "設定「{setting}」在這一版中是{kind}，在另一版中是{other}；請改為同一種值，或換一個名稱。",
        "the setting {setting} is {kind} in this edition and {other} in another; make them of one kind, or give one of "
        "them another name.",
    ),
    "setting-unknown": Wording(
        "标准中没有设定“{setting}”；最相近的有：{near}。请改正名称，或在 settings 下写上它。",
        "標準中沒有設定「{setting}」；最相近的有：{near}。請改正名稱，或在 settings 下寫上它。",
        "the standard has no setting {setting}; the nearest are: {near}. Correct the name, or write it under settings.",
    ),
    "setting-kind": Wording(
        "设定“{setting}”是{kind}，而用它的地方需要{wanted}；请在标准的 settings 下改正 value。",
        "設定「{setting}」是{kind}，而用它的地方需要{wanted}；請在標準的 settings 下改正 value。",
        "the setting {setting} is {kind}, and where it is used {wanted} is needed; correct its value under settings in "
        "the standard.",
    ),
    "review-setting-text": Wording(
        "“{given}”当作文字，不是时长；若是时长，请写数字和单位，例如 10 minutes。",
        "「{given}」當作文字，不是時長；若是時長，請寫數字和單位，例如 10 minutes。",
        "{given} is taken for a text, not for a length of time; if a length is meant, write a number and a unit, such "
        "as 10 minutes.",
    ),
    "review-setting-unfounded": Wording(
        "没有写明依据；可以加上 source（手册和章节），或写 ours: true，表明由本标准自定。",
        "沒有寫明依據；可以加上 source（手冊和章節），或寫 ours: true，表明由本標準自定。",
        "it does not say where it comes from; you may add source, with manual and section, or ours: true for a figure "
        "of the standard's own.",
    ),
    "review-setting-without-language": Wording(
        "label、why 或选项没有单独写出这些语言的文字：{languages}；可以补上。",
        "label、why 或選項沒有單獨寫出這些語言的文字：{languages}；可以補上。",
        "its label, its why or a choice is not worded in these languages: {languages}; you may add them.",
    ),
}
