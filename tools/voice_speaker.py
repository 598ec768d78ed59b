"""Speaks pieces of text into files. Run by tools/voice.py with a Python of its own, in which eSpeak NG is installed.

python voice_speaker.py asked.json folder      asked.json: [[voice, words a minute, text, file name], …]
"""

from __future__ import annotations

import array
import ctypes
import json
import sys
import wave
from pathlib import Path
from typing import Any

# From eSpeak NG's speak_lib.h: audio is handed to a callback; text is UTF-8; the parameter that sets the speed.
SYNCHRONOUS, CHARACTERS, UTF8, RATE = 2, 1, 1, 1
QUIET = 300  # of 32,768: what is below, before and after a piece, is silence and cut off
EDGE = 0.03  # seconds of it that stay


def main(asked: str, folder: str) -> None:
    """Writes one WAV file, mono, 16 bit, for each piece."""
    import espeakng_loader

    engine = ctypes.CDLL(espeakng_loader.get_library_path())
    hears = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    heard = bytearray()

    @hears
    def hear(samples: Any, count: int, _events: Any) -> int:
        if samples and count:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    rate = engine.espeak_Initialize(SYNCHRONOUS, 0, str(Path(espeakng_loader.get_data_path()).parent).encode(), 0)
    if rate <= 0:
        sys.exit("eSpeak NG found no data")
    engine.espeak_SetSynthCallback(hear)
    for voice, speed, text, name in json.loads(Path(asked).read_text(encoding="utf-8")):
        if engine.espeak_SetVoiceByName(voice.encode()):
            sys.exit(f"eSpeak NG has no voice {voice}")
        engine.espeak_SetParameter(RATE, speed, 0)
        heard.clear()
        spoken = text.encode()
        engine.espeak_Synth(spoken, len(spoken) + 1, 0, CHARACTERS, 0, UTF8, None, None)
        engine.espeak_Synchronize()
        samples = _trimmed(array.array("h", bytes(heard)), int(EDGE * rate))
        if not samples:
            sys.exit(f"nothing was heard of {text}")
        with wave.open(str(Path(folder) / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(samples.tobytes())


def _trimmed(samples: array.array[int], edge: int) -> array.array[int]:
    loud = [number for number, sample in enumerate(samples) if abs(sample) > QUIET]
    return samples[max(0, loud[0] - edge) : loud[-1] + edge] if loud else array.array("h")


if __name__ == "__main__":
    main(*sys.argv[1:3])
