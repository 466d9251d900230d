"""How the doctor's checks are started: each as this very program, with the settings of whoever asks."""

import os
from collections.abc import Mapping, Sequence

from app.domain.health import Check
from app.own_program import command
from app.settings import Settings
from app.use_cases.examine import Examine, Here
from services.doctor.children import ChildChecks

HANDED_OVER = "DOCTOR_SETTINGS"
"""A variable of the child's environment. A station whose file was changed meanwhile, or a demo, is looked at as it
runs; and nobody else on the machine can read it."""


def examination(settings: Settings, here: Here | None = None) -> Examine:
    """``here``: what the running program tells by itself."""
    return Examine(ChildChecks(child_words, {HANDED_OVER: settings.model_dump_json()}), here)


def child_words(check: Check, within_s: float) -> Sequence[str]:
    return command("doctor", "--check", check.value, "--within", str(within_s))


def child_settings(settings: Settings, environ: Mapping[str, str] = os.environ) -> Settings:
    """In the child: what was handed over, or its own ``settings`` when it was started by hand."""
    handed = environ.get(HANDED_OVER)
    return Settings.model_validate_json(handed) if handed else settings
