"""The texts of the faults of an audit's result: where it is to be put."""

from shouwen.wording import Wording

AUDIT_TEXTS: dict[str, Wording] = {
    "result-folder-taken": Wording(
        "文件夹里有不属于核查结果的内容（{names}），不会覆盖；请另选一个文件夹，或先把它清空。",
        "資料夾裡有不屬於核查結果的內容（{names}），不會覆蓋；請另選一個資料夾，或先把它清空。",
        "the folder holds what is no result of an audit ({names}) and is left alone; name another folder, or empty it.",
    ),
    "result-not-a-folder": Wording(
        "这是一个文件，不是文件夹；请另选一个名称。",
        "這是一個檔案，不是資料夾；請另選一個名稱。",
        "this is a file and no folder; choose another name.",
    ),
    "audit-without-room": Wording(
        "核查时用来排序的临时空间不够（{why}）；请腾出磁盘空间，或把环境变量 TMPDIR 指向更大的磁盘。",
        "核查時用來排序的暫存空間不夠（{why}）；請騰出磁碟空間，或把環境變數 TMPDIR 指向更大的磁碟。",
        "there is too little room for sorting the log ({why}); free some on the disk, or point TMPDIR to a larger one.",
    ),
    "result-unwritable": Wording(
        "结果无法写入（{why}），原有内容没有改动；请腾出空间或检查权限后重试。",
        "結果無法寫入（{why}），原有內容沒有改動；請騰出空間或檢查權限後重試。",
        "cannot write the result ({why}); what was there is untouched. Make room or mend the rights, then try again.",
    ),
}
