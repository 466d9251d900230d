"""Where the program finds what it says of itself."""

from typing import Protocol

from app.domain.about import AboutFacts, Piece


class About(Protocol):
    """Both read the disk, and take a second where the packages of a checkout are gone through: not for the GUI thread.
    Neither keeps anything open; both may be called from any thread."""

    def facts(self) -> AboutFacts:
        """``pieces`` in alphabetical order. Raises FILE_UNREADABLE when an installation is damaged."""
        ...

    def text(self, piece: Piece) -> str:
        """The licence texts of one of those pieces, one after the other, in full; "" where it has none. Raises
        FILE_UNREADABLE."""
        ...
