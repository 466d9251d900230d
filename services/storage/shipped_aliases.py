"""Aliases that are known before a station has seen its first note; none of them counts until somebody approves it."""

from app.domain.alias import Alias, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.part_number import PartNumber

SHIPPED_FOR = ModelIdentity("countersign-demo", "1.1.0")
"""The model shipped with the program."""

_SHIPPED_AT = "2026-11-21T00:00:00+00:00"
_BY = "Countersign"
_REASON = "known from the plant; to be approved by a supervisor"
_PAIRS = (
    ("W_CV01_D26RXXX_C03N_NL_DG00", "Z-CV02-D26LXXX-C03N-NL-DG00"),
    ("W_CV03_D31LXXX_C03N_NL_DG00", "Z-CV03-D31LXXX-C03N-NL-DG00"),
)


def shipped_proposals(model: ModelIdentity) -> tuple[Alias, ...]:
    """The proposals for one model version; every version but the shipped one begins without any."""
    pairs = _PAIRS if model == SHIPPED_FOR else ()
    return tuple(
        Alias(AliasKey(model, label), PartNumber(part), AliasStatus.PROPOSED, _BY, _SHIPPED_AT, _REASON)
        for label, part in pairs
    )
