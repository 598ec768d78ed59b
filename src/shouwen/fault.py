"""Bad input, said once: where it is, what is wrong, and how to mend it, in the person's language."""

from __future__ import annotations

from shouwen.fault_texts import TEXTS
from shouwen.wording import Language, Wording


class Fault(Exception):
    """One fault of the input.

    `code` is a key of `fault_texts.TEXTS`; `place` names file, line, row or clause as narrowly as it is known;
    `slots` fill the text; a slot that is a Wording is said in the same language. Show it with `say(language)`.
    """

    def __init__(self, code: str, *, place: str = "", **slots: object) -> None:
        self.code = code
        self.place = place
        self.slots = slots
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """The fault in `language`, its place first."""
        slots = {name: slot.say(language) if isinstance(slot, Wording) else slot for name, slot in self.slots.items()}
        text = TEXTS[self.code].say(language, **slots)
        return f"{self.place}: {text}" if self.place else text

    def at(self, place: str) -> Fault:
        """The same fault seen from further out: `place` is put before the place already named."""
        return Fault(self.code, place=f"{place}: {self.place}" if self.place else place, **self.slots)
