"""The evidence of one session, for somebody who has neither our server nor our database."""

from pathlib import Path

from app.domain.audit import AuditDeed
from app.domain.people import Actor, Right
from app.ports.audit_trail import AuditTrail
from app.ports.exports import EvidencePacker, PackedBundle
from app.use_cases.authority import Authority


class Evidence:
    """One thread at a time, never the GUI's."""

    def __init__(self, packer: EvidencePacker, authority: Authority, audit: AuditTrail) -> None:
        self._packer, self._authority, self._audit = packer, authority, audit

    def pack(self, actor: Actor, session_id: str, path: Path) -> PackedBundle:
        """Rule EX1 holds here too: the audit names the bundle, by the hash of its manifest, before its file has its
        name. Raises OperationalError: NOT_ALLOWED, and as :class:`app.ports.exports.EvidencePacker`."""
        self._authority.require(actor, Right.EXPORT)
        with self._packer.packed(session_id, path) as bundle:
            after = {
                "format": "bundle",
                "manifest_sha256": bundle.manifest_sha256,
                "pictures": bundle.pictures,
                "missing": bundle.missing,
                "rows": bundle.entries,
            }
            self._audit.append(self._authority.act(actor, AuditDeed.EXPORTED, f"session:{session_id}", after=after))
        return bundle
