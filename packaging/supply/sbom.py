"""The bill of materials of a bundle, CycloneDX 1.6. The same bundle of the same build gives the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.license import License, LicenseAcknowledgement
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from parts import Part

from app.domain.licence import taken
from app.version import Build

_TYPES = {
    "package": ComponentType.LIBRARY,
    "library": ComponentType.LIBRARY,
    "python": ComponentType.PLATFORM,
    "font": ComponentType.DATA,
}
_FILE, _LOCKED = "countersign:file", "countersign:locked:sha256"


def bill(program: str, build: Build, parts: Sequence[Part], moment: datetime, locked: dict[str, list[str]]) -> str:
    """JSON. ``moment``: of the build, aware. ``locked``: SHA-256 of the files that the lock allows, by canonical name.
    ValueError: the library's own validator finds it wrong."""
    root = Component(
        name=program.lower(), version=build.version, type=ComponentType.APPLICATION, bom_ref="countersign",
        properties=[Property(name="countersign:build", value=build.id)],
        supplier=OrganizationalEntity(name=program),
    )  # fmt: skip
    components = {part.key: _component(part, locked.get(part.key, [])) for part in parts}
    made = Bom(components=components.values(), metadata=BomMetaData(component=root, timestamp=moment))
    made.serial_number = _serial(build, parts)
    made.register_dependency(root, components.values())
    for part in parts:
        made.register_dependency(components[part.key], [components[name] for name in part.needs if name in components])
    text = JsonV1Dot6(made).output_as_string(indent=2)
    if trouble := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(f"the bill of materials is not CycloneDX 1.6: {trouble}")
    return text + "\n"


def _serial(build: Build, parts: Iterable[Part]) -> UUID:
    """Another one for every other content."""
    told = "\n".join(f"{part.key} {part.piece.version} {part.hashes}" for part in parts)
    digest = hashlib.sha256(told.encode()).hexdigest()
    return uuid5(NAMESPACE_URL, f"countersign/{build.version}/{build.id}/{build.built_at}/{digest}")


def _component(part: Part, locked: Sequence[str]) -> Component:
    piece = part.piece
    return Component(
        name=piece.name,
        version=piece.version or None,
        type=_TYPES[part.kind],
        bom_ref=part.key,
        purl=PackageURL(part.purl_kind, name=piece.name, version=piece.version or None),
        licenses=[_licence(piece.licence, LicenseAcknowledgement.DECLARED)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=part.hashes[0][1])] if len(part.hashes) == 1 else (),
        components=[_file(path, digest, part) for path, digest in part.hashes],
        properties=[
            Property(name="countersign:licence:taken", value=taken(piece.licence)),
            *(Property(name=_LOCKED, value=digest) for digest in locked),
        ],
    )


def _file(path: str, digest: str, part: Part) -> Component:
    return Component(
        name=path.rsplit("/", 1)[-1],
        type=ComponentType.FILE,
        bom_ref=f"{part.key}:{path}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        properties=[Property(name=_FILE, value=path)],
    )


def _licence(expression: str, acknowledgement: LicenseAcknowledgement) -> License:
    return LicenseFactory().make_from_string(expression, license_acknowledgement=acknowledgement)
