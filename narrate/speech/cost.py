"""What speaking will cost, said before the first of it is paid for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from narrate.errors import SpeechError
from narrate.model import Voice

log = logging.getLogger(__name__)

_ROUNDING = 1e-9


class Bill:
    """What one recording costs so far; the least of the voices' caps holds for all of it."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        capped = [voice for voice in voices if voice.max_cost is not None]
        self._strictest = min(capped, key=_cap, default=None)
        self._paid = 0.0
        self._lock = threading.Lock()

    def state(self, texts: Iterable[tuple[Voice, str]]) -> None:
        """Log what it will cost that each voice speaks its text.

        Raises SpeechError where that is over the cap.
        """
        paid = [(voice.price, len(text)) for voice, text in texts if voice.price]
        if not paid:
            return
        characters = sum(length for _, length in paid)
        money = sum(price * length for price, length in paid) / 1_000_000
        estimate = f"{characters:,} characters to speak, about {money:.4f} at the voice's price"
        self._refuse_over(money, estimate)
        log.warning("%s.", estimate)

    def pay(self, voice: Voice, text: str) -> None:
        """Put a text on the bill, before it is spoken. Raises SpeechError as above.

        So that no more is paid where one voice steps in for another.
        """
        if voice.price:
            with self._lock:
                paid = self._paid + voice.price * len(text) / 1_000_000
                self._refuse_over(paid, f"the recording would cost {paid:.4f} and more")
                self._paid = paid

    def _refuse_over(self, money: float, what: str) -> None:
        if self._strictest and money > _cap(self._strictest) * (1 + _ROUNDING):
            raise SpeechError(
                f"{what}, over the cap of {_cap(self._strictest):g}",
                subject=f"the voice '{self._strictest.name}'",
                advice="Raise it with --max-cost, or max_cost in the profile.",
            )


def _cap(voice: Voice) -> float:
    assert voice.max_cost is not None
    return voice.max_cost
