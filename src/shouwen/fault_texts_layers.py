"""The texts of the faults between files of a standard: its layers, its editions, and what its clauses hang on."""

from shouwen.wording import Wording

LAYER_TEXTS: dict[str, Wording] = {
    "pack-unknown": Wording(
        "没有名为“{pack}”的自带标准；自带的有：{packs}。请改正名称，或写文件的路径。",
        "沒有名為「{pack}」的自帶標準；自帶的有：{packs}。請改正名稱，或寫檔案的路徑。",
        "no standard {pack} is shipped; there are: {packs}. Correct the name, or write the path of a file.",
    ),
    "layers-circle": Wording(
        "这些文件互相依托，绕成了一圈：{chain}；请从其中一个文件删去 builds_on。",
        "這些檔案互相依託，繞成了一圈：{chain}；請從其中一個檔案刪去 builds_on。",
        "these files build on each other in a circle: {chain}; take builds_on out of one of them.",
    ),
    "layer-clause-exists": Wording(
        "下层文件中已有条款“{clause}”；要改它，请在 changes 下写 {clause}: 和要改的各项，否则换一个 id。",
        "下層檔案中已有條款「{clause}」；要改它，請在 changes 下寫 {clause}: 和要改的各項，否則換一個 id。",
        "a file below has a clause {clause} already; to change it write {clause}: and the keys to replace under "
        "changes, or else give this one another id.",
    ),
    "layer-clause-unknown": Wording(
        "下层文件中没有条款“{clause}”；最相近的有：{near}。请改正名称，或删去这一项。",
        "下層檔案中沒有條款「{clause}」；最相近的有：{near}。請改正名稱，或刪去這一項。",
        "no file below has a clause {clause}; the nearest are: {near}. Correct the name or take the entry out.",
    ),
    "layer-without-base": Wording(
        "无法删去或更改条款“{clause}”：下面没有别的标准。请用 builds_on 写明它所在的文件，或在 clauses 下写新条款。",
        "無法刪去或更改條款「{clause}」：下面沒有別的標準。請用 builds_on 寫明它所在的檔案，或在 clauses 下寫新條款。",
        "the clause {clause} cannot be taken away or changed: there is no standard below. Name the file that has it "
        "with builds_on, or write new clauses under clauses.",
    ),
    "layer-changes-id": Wording(
        "条款“{clause}”的 id 不能更改；请在 removes 下删去它，再在 clauses 下写一条新的。",
        "條款「{clause}」的 id 不能更改；請在 removes 下刪去它，再在 clauses 下寫一條新的。",
        "the id of the clause {clause} cannot be changed; take the clause away under removes and write a new one under "
        "clauses.",
    ),
    "clause-not-there": Wording(
        "标准中没有条款“{clause}”；最相近的有：{near}。请改正名称。",
        "標準中沒有條款「{clause}」；最相近的有：{near}。請改正名稱。",
        "the standard has no clause {clause}; the nearest are: {near}. Correct the name.",
    ),
    "chapter-unknown": Wording(
        "没有名为“{chapter}”的章；最相近的有：{near}。请改正，或在 chapters 下写上它。",
        "沒有名為「{chapter}」的章；最相近的有：{near}。請改正，或在 chapters 下寫上它。",
        "there is no chapter {chapter}; the nearest are: {near}. Correct it, or add it under chapters.",
    ),
    "role-unknown": Wording(
        "没有名为“{role}”的角色；最相近的有：{near}。请改正，或在 roles 下写上它。",
        "沒有名為「{role}」的角色；最相近的有：{near}。請改正，或在 roles 下寫上它。",
        "there is no role {role}; the nearest are: {near}. Correct it, or add it under roles.",
    ),
    "name-unknown": Wording(
        "{key} 里没有名为“{name}”的一项；最相近的有：{near}。请改正，或在标准的 {key} 下写上它。",
        "{key} 裡沒有名為「{name}」的一項；最相近的有：{near}。請改正，或在標準的 {key} 下寫上它。",
        "there is none called {name} among {key}; the nearest are: {near}. Correct it, or add it under {key} of the "
        "standard.",
    ),
    "weight-negative": Wording(
        "weight 不能写“{given}”；请写从 0 起的数字，例如 weight: 2，不计分的写 0。",
        "weight 不能寫「{given}」；請寫從 0 起的數字，例如 weight: 2，不計分的寫 0。",
        "weight cannot be {given}; write a number from 0 up, such as weight: 2, or 0 for what is not to count.",
    ),
    "in-force-date": Wording(
        "in_force 的 {key} 不能写“{given}”；请写一个日期，例如 {key}: 2026-01-01。",
        "in_force 的 {key} 不能寫「{given}」；請寫一個日期，例如 {key}: 2026-01-01。",
        "{key} of in_force cannot be {given}; write a date, such as {key}: 2026-01-01.",
    ),
    "in-force-empty": Wording(
        "这一版一天也不施行；until 是不再施行的第一天，请写得晚于 from。",
        "這一版一天也不施行；until 是不再施行的第一天，請寫得晚於 from。",
        "this edition is not in force for a single day; until is the first day on which it is not, so write one later "
        "than from.",
    ),
    "editions-other-standard": Wording(
        "这个文件是标准“{name}”，不是“{other}”；只有同一标准的各版才能放在一起，请改正 standard: 或去掉这个文件。",
        "這個檔案是標準「{name}」，不是「{other}」；只有同一標準的各版才能放在一起，請改正 standard: 或去掉這個檔案。",
        "this file is the standard {name}, not {other}; only editions of one standard go together. Correct standard: "
        "or leave this file out.",
    ),
    "editions-overlap": Wording(
        "这一版与 {other} 的施行时间重叠；请改 in_force，使一版的 until 不晚于下一版的 from。",
        "這一版與 {other} 的施行時間重疊；請改 in_force，使一版的 until 不晚於下一版的 from。",
        "this edition is in force at the same time as {other}; set in_force so that the until of one is no later than "
        "the from of the next.",
    ),
    "editions-field-differs": Wording(
        "字段“{field}”（词语 {word}）在这一版中是 {kind}，在另一版中是 {other}；请改为相同，或换一个名称。",
        "欄位「{field}」（詞語 {word}）在這一版中是 {kind}，在另一版中是 {other}；請改為相同，或換一個名稱。",
        "the field {field} of {word} is a {kind} in this edition and a {other} in another; make them the same, or give "
        "one of them another name.",
    ),
}
