"""shouwen standard …, as somebody uses it who has not read the code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.standard.written import BASE, ORDER, write

from shouwen.command import main
from shouwen.standard.layers import pack_names
from shouwen.standard.schema import schema_text

SOUND = BASE.replace("says: x", "says: {en: x, zh-Hans: 甲, zh-Hant: 甲}\n  answerable: {role: clerk, person: opened}")


def run(*arguments: object, lang: str = "en") -> Result:
    given = ["--lang", lang, "standard", *map(str, arguments)]
    return CliRunner().invoke(main, given, catch_exceptions=False, env={"COLUMNS": "200"})


def words(result: Result) -> str:
    return " ".join(result.stdout.split())


# check


def test_check_of_a_sound_standard_counts_and_leaves_with_0(tmp_path: Path) -> None:
    path = write(tmp_path, sound=SOUND)
    done = run("check", path)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == f"{path}: clauses 2 (within 1, order 1), faults 0, hints 6."


def test_check_tells_all_faults_in_the_order_of_the_file_and_leaves_with_1(tmp_path: Path) -> None:
    broken = SOUND.replace("then: answered, limit", "then: anwered, limit").replace("chapter: desk", "chapter: dsek")
    path = write(tmp_path, broken=broken.replace("first: asked", "first: answered"))
    done = run("check", path)
    assert done.exit_code == 1
    assert [line.partition(": ")[0] for line in done.stdout.splitlines()[:3]] == [
        f"{path}:13 clause one",
        f"{path}:13 clause one within then",
        f"{path}:19 clause two order",
    ]
    assert "clauses 2 (order 1), faults 3," in done.stdout.splitlines()[-1]


@pytest.mark.parametrize(("lang", "said"), [("zh-Hans", "请改正"), ("zh-Hant", "請改正"), ("en", "Correct it")])
def test_check_speaks_the_person_s_language(tmp_path: Path, lang: str, said: str) -> None:
    done = run("check", write(tmp_path, broken=SOUND.replace("chapter: desk", "chapter: dsek")), lang=lang)
    assert said in done.stdout


def test_a_fault_found_by_review_counts_like_one_of_reading(tmp_path: Path) -> None:
    done = run("check", write(tmp_path, twice=f"{SOUND}- id: three\n  says: z\n  check: {ORDER}\n"))
    assert (done.exit_code, "three" in done.stdout, "faults 1" in done.stdout) == (1, True, True)


def test_broken_yaml_is_a_fault_and_a_file_that_is_not_there_leaves_with_2(tmp_path: Path) -> None:
    path = write(tmp_path, broken="standard: [\n")
    done = run("check", path)
    assert (done.exit_code, done.stderr.startswith(f"{path}:2: ")) == (1, True)
    missing = run("check", tmp_path / "missing.yaml", path)
    assert (missing.exit_code, "missing.yaml" in missing.stderr, f"{path}:2" in missing.stderr) == (2, True, True)
    unknown = run("check", "pack:nowhere")
    assert (unknown.exit_code, "nowhere" in unknown.stderr) == (2, True)
    below = run("check", write(tmp_path, top="standard: top\nbuilds_on: missing.yaml\n"))
    assert (below.exit_code, "top.yaml:2: " in below.stderr) == (1, True)


def test_check_takes_files_of_one_standard_for_its_editions(tmp_path: Path) -> None:
    old = write(tmp_path, old=SOUND + "in_force: {until: 2026-01-01}\n")
    new = write(tmp_path, new=SOUND + "in_force: {from: 2026-01-01}\n")
    assert run("check", old, new).exit_code == 0
    write(tmp_path, new=SOUND + "in_force: {from: 2025-12-31}\n")
    done = run("check", old, new)
    assert (done.exit_code, done.stdout.splitlines()[-1].partition(": ")[0]) == (1, str(new))
    assert str(old) in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("name", pack_names())
def test_the_packs_that_ship_have_no_faults(name: str) -> None:
    assert run("check", f"pack:{name}").exit_code == 0


# show


def test_show_makes_a_book_of_chapters_and_clauses(tmp_path: Path) -> None:
    more = 'edition: "2026"\nin_force: {from: 2026-01-01, until: 2027-01-01}\n'
    done = run("show", write(tmp_path, sound=SOUND + more))
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    assert lines == [
        "The base (base)", "edition: 2026", "in force: from 2026-01-01 until 2027-01-01",
        "The desk",
        "one", "x",
        "check: within: “answered” within 2 working hours of “asked”", "readings: say, owe, audit",
        "severity: breach", "weight: 3", "answerable: clerk (who opened it)",
        "Other clauses",
        "two", "y",
        "check: order: “asked” before “answered”", "readings: say, guard, owe, audit",
    ]  # fmt: skip


def test_show_tells_one_clause_in_the_language_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, sound=SOUND)
    done = run("show", path, "--clause", "one", "--lang", "zh-Hans")
    assert ("2 个工作小时内" in done.stdout, "营业员（开启的人）" in done.stdout) == (True, True)
    assert ("two" in done.stdout, "基础" in done.stdout) == (False, False)


def test_show_names_the_nearest_clause_for_one_that_is_not_there(tmp_path: Path) -> None:
    done = run("show", write(tmp_path, sound=SOUND), "--clause", "oen")
    assert (done.exit_code, "one" in done.stderr) == (2, True)


def test_show_json_holds_every_text_by_language(tmp_path: Path) -> None:
    path = write(tmp_path, sound=SOUND + "in_force: {from: 2026-01-01}\n")
    said = json.loads(run("show", path, "--json", "--clause", "one").stdout)
    assert (said["standard"], said["title"]["zh-Hans"], said["in_force"]) == (
        "base",
        "基础",
        {"from": "2026-01-01", "until": None},
    )
    (one,) = said["clauses"]
    assert one["check"] == {
        "kind": "within",
        "says": {
            "zh-Hans": "“asked”后，2 个工作小时内“answered”",
            "zh-Hant": "「asked」後，2 個工作小時內「answered」",
            "en": "“answered” within 2 working hours of “asked”",
        },
        "words": ["answered", "asked"],
    }
    assert (one["weight"], one["severity"], one["chapter"]) == (3, "breach", "desk")
    assert one["answerable"] == {"role": "clerk", "person": "opened"}


# diff, schema, packs


def test_diff_leaves_with_0_where_nothing_changed_and_with_1_where_something_did(tmp_path: Path) -> None:
    old = write(tmp_path, old=SOUND)
    assert run("diff", old, old).exit_code == 0
    new = write(tmp_path, new=SOUND.replace("limit: 2", "limit: 3").replace("id: two", "id: three"))
    done = run("diff", old, new)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "~ clause one",
        "    check: within: “answered” within 2 working hours of “asked” → "
        "within: “answered” within 3 working hours of “asked”",
        "- clause two removed: y",
        "+ clause three added: y",
    ]


def test_diff_speaks_the_person_s_language(tmp_path: Path) -> None:
    old, new = write(tmp_path, old=SOUND), write(tmp_path, new=SOUND.replace("id: two", "id: three"))
    assert "条款 two 删去" in run("diff", old, new, lang="zh-Hans").stdout
    assert "條款 three 新增" in run("diff", old, new, lang="zh-Hant").stdout


def test_diff_of_a_standard_with_a_fault_names_it_and_leaves_with_2(tmp_path: Path) -> None:
    old, new = write(tmp_path, old=SOUND), write(tmp_path, new=SOUND.replace("limit: 2", "limit: two moons"))
    done = run("diff", old, new)
    assert (done.exit_code, done.stdout, "new.yaml:13 clause one within" in done.stderr) == (2, "", True)


def test_schema_prints_the_schema() -> None:
    assert run("schema").stdout == schema_text()


def test_packs_lists_what_ships() -> None:
    assert [line.split("\t")[0] for line in run("packs").stdout.splitlines()] == [f"pack:{one}" for one in pack_names()]
