"""A standard's file and those it builds on, laid over each other, the lowest first.

What a layer declares replaces what a lower one declares under the same name. Its clauses come after theirs, once it has
taken some away (`removes`) and replaced keys of others (`changes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shouwen.events.vocabulary import nearest
from shouwen.fault import Fault
from shouwen.standard.faults import Faults
from shouwen.standard.page import Lined, place_in, place_of, read_page

PACK = "pack:"
PACKS = Path(__file__).with_name("packs")
"""The standards that ship: a file each."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One file: how faults name it, what it says, the folder in which files that it names are looked for, its text."""

    place: str
    page: Lined
    folder: Path
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of a section: what stands under it, where, and in which layer."""

    data: Any
    place: str
    layer: Layer


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """A clause as its layers leave it; `places` says where keys stand that a layer above has changed."""

    data: Any
    place: str
    layer: Layer
    places: Mapping[str, str]


def pack_names() -> list[str]:
    """The packs that ship, by name."""
    return sorted(file.stem for file in PACKS.glob("*.yaml"))


def load_text(path: Path) -> str:
    """A text file. Raises Fault("file-unreadable" | "file-not-text")."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Fault("file-unreadable", place=str(path), why=error.strerror or "") from None
    except UnicodeDecodeError:
        raise Fault("file-not-text", place=str(path)) from None


def file_of(name: str | Path, folder: Path | None = None) -> Path:
    """The file that a path or `pack:NAME` stands for. Raises Fault("pack-unknown")."""
    text = str(name)
    if text.startswith(PACK):
        pack = text.removeprefix(PACK)
        if pack not in pack_names():
            raise Fault("pack-unknown", pack=pack, packs=", ".join(pack_names()) or "-")
        return PACKS / f"{pack}.yaml"
    return folder / text if folder is not None else Path(text)


def layers_of(path: str | Path) -> tuple[Layer, ...]:
    """The layers of a file, or of `pack:NAME`. Raises Fault."""
    file = file_of(path)
    place = str(path) if str(path).startswith(PACK) else str(file)
    return layers_of_text(load_text(file), place=place, folder=file.parent, file=file)


def layers_of_text(text: str, *, place: str, folder: Path, file: Path | None = None) -> tuple[Layer, ...]:
    """The layers of a text. Raises Fault, at the line that names a file which is missing or builds on this one."""
    layers: dict[Path, Layer] = {}
    own = (file or folder / place).resolve()
    _lay(Layer(place, read_page(text, place=place), folder, text), own, layers, ())
    return tuple(layers.values())


def _lay(layer: Layer, file: Path, layers: dict[Path, Layer], above: tuple[tuple[Path, str], ...]) -> None:
    above = (*above, (file, layer.place))
    here = place_in(layer.page, "builds_on", layer.place)
    given = layer.page.get("builds_on")
    names = given if isinstance(given, list) else [] if given is None else [given]
    if not all(isinstance(name, str) and name for name in names):
        raise Fault("page-not-a-text", place=here, key="builds_on", given=str(given)[:40])
    for name in names:
        try:
            lower = file_of(name, layer.folder)
            text = load_text(lower) if lower.resolve() not in layers else None
        except Fault as fault:
            raise fault.at(here) from None
        passed = [number for number, (file_above, _) in enumerate(above) if file_above == lower.resolve()]
        if passed:
            chain = [place for _, place in above[passed[0] :]]
            raise Fault("layers-circle", place=here, chain=" → ".join([*chain, chain[0]]))
        if text is not None:
            place = name if name.startswith(PACK) else str(lower)
            _lay(Layer(place, read_page(text, place=place), lower.parent, text), lower.resolve(), layers, above)
    layers[file] = layer


def section(layers: tuple[Layer, ...], key: str, faults: Faults) -> dict[str, Entry]:
    """The entries under `key`, by name: those of the lowest layer first, each as the highest layer that has it says."""
    merged: dict[str, Entry] = {}
    for layer in layers:
        data = layer.page.get(key)
        if isinstance(data, Mapping):
            for name, value in data.items():
                merged[name] = Entry(value, place_in(data, name, layer.place), layer)
        elif data is not None:
            place = place_in(layer.page, key, layer.place)
            faults.add(Fault("page-not-a-mapping", place=place, given=str(data)[:40], shape=f"{key}: {{name: …}}"))
    return merged


def highest(layers: tuple[Layer, ...], key: str) -> Entry | None:
    """What the highest layer that says anything under `key` says."""
    for layer in reversed(layers):
        if layer.page.get(key) is not None:
            return Entry(layer.page[key], place_in(layer.page, key, layer.place), layer)
    return None


def clause_entries(layers: tuple[Layer, ...], faults: Faults) -> list[ClauseEntry]:
    """The clauses that the layers leave, in order. Those without an id come as they are, for their reader to refuse."""
    entries: dict[object, ClauseEntry] = {}
    for layer in layers:
        below = len(entries)
        _remove(layer, entries, faults, below)
        _change(layer, entries, faults, below)
        _add(layer, entries, faults)
    return list(entries.values())


def _remove(layer: Layer, entries: dict[object, ClauseEntry], faults: Faults, below: int) -> None:
    given = layer.page.get("removes")
    if given is None:
        return
    place = place_in(layer.page, "removes", layer.place)
    if not isinstance(given, list):
        faults.add(Fault("page-not-a-list", place=place, key="removes"))
        return
    for name in given:
        if _known(str(name), entries, faults, f"{place} removes", below):
            del entries[str(name)]


def _change(layer: Layer, entries: dict[object, ClauseEntry], faults: Faults, below: int) -> None:
    given = layer.page.get("changes")
    if given is None:
        return
    if not isinstance(given, Mapping):
        place = place_in(layer.page, "changes", layer.place)
        faults.add(Fault("page-not-a-mapping", place=place, given=str(given)[:40], shape="changes: {id: {key: …}}"))
        return
    for name, change in given.items():
        place = f"{place_in(given, name, layer.place)} changes {name}"
        if not _known(name, entries, faults, place, below):
            continue
        if not isinstance(change, Mapping):
            faults.add(Fault("page-not-a-mapping", place=place, given=str(change)[:40], shape=f"{name}: {{key: …}}"))
        elif "id" in change:
            faults.add(Fault("layer-changes-id", place=place, clause=name))
        else:
            entries[name] = _changed(entries[name], change, layer)


def _changed(entry: ClauseEntry, change: Mapping[str, Any], layer: Layer) -> ClauseEntry:
    data, places = Lined(entry.data), dict(entry.places)
    data.line, data.lines = entry.data.line, entry.data.lines
    for key, value in change.items():
        places[key] = place_in(change, key, layer.place)
        if key == "when":  # its conditions are read with the check, whose fault they then are
            places["check"] = places[key]
        if value is None:
            data.pop(key, None)
        else:
            data[key] = value
    if "check" in change:
        places["check"] = place_in(change, "check", layer.place)
    return ClauseEntry(data, entry.place, entry.layer, places)


def _add(layer: Layer, entries: dict[object, ClauseEntry], faults: Faults) -> None:
    given = layer.page.get("clauses")
    if given is None:
        return
    if not isinstance(given, list):
        faults.add(Fault("page-not-a-list", place=place_in(layer.page, "clauses", layer.place), key="clauses"))
        return
    lower = set(entries)
    for number, data in enumerate(given):
        place = place_of(data, layer.place)
        if not isinstance(data, Lined):
            entries[layer.place, number] = ClauseEntry(data, place_in(layer.page, "clauses", layer.place), layer, {})
            continue
        name: object = data.get("id")
        if not isinstance(name, str):
            name = (layer.place, number)
        if name in lower:
            faults.add(Fault("layer-clause-exists", place=f"{place} clause {name}", clause=name))
        elif name in entries:
            faults.add(Fault("clause-twice", place=place, clause=name))
        else:
            entries[name] = ClauseEntry(data, place, layer, {})


def _known(name: str, entries: Mapping[object, ClauseEntry], faults: Faults, place: str, below: int) -> bool:
    if name in entries:
        return True
    if not below:
        faults.add(Fault("layer-without-base", place=place, clause=name))
    else:
        names = {str(known): None for known in entries if isinstance(known, str)}
        faults.add(Fault("layer-clause-unknown", place=place, clause=name, near=nearest(name, names)))
    return False
