"""Pictures of decisions, for whoever looks at them later."""

from typing import Protocol


class EvidenceShelf(Protocol):
    """Any thread; never the GUI's."""

    def jpeg(self, picture_id: str) -> bytes | None:
        """The picture's bytes as they were kept; None: it lies on another station, or was thinned out. Whoever relies
        on it compares its SHA-256 with the record's."""
