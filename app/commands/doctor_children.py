"""How the doctor's checks are started: each as this very program, with the settings of whoever asks."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.health import Check
from app.own_program import command
from app.settings import Settings
from app.use_cases.examine import Examine, Here
from services.doctor.children import ChildChecks, Start

ORDER = "DOCTOR_ORDER"
"""A variable of the child's environment, which nobody else on the machine can read. With the settings in it, a station
whose file was changed meanwhile, or a demo, is looked at as it runs."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a child has to do."""

    check: Check
    within_s: float
    settings: Settings

    def __str__(self) -> str:
        told = {"check": self.check, "within_s": self.within_s, "settings": self.settings.model_dump(mode="json")}
        return json.dumps(told)


def examination(settings: Settings, here: Here | None = None) -> Examine:
    """``here``: what the running program tells by itself."""

    def start(check: Check, within_s: float) -> Start:
        return Start(command("doctor"), {ORDER: str(Order(check, within_s, settings))})

    return Examine(ChildChecks(start), here)


def own_order(environ: Mapping[str, str] = os.environ) -> Order | None:
    """None: this is no child. ValueError, KeyError: somebody else has set the variable."""
    if not (text := environ.get(ORDER)):
        return None
    told = json.loads(text)
    return Order(Check(told["check"]), float(told["within_s"]), Settings.model_validate(told["settings"]))
