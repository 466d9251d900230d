"""A small certificate authority for a plant that has none: one key beside the access file. Needs the server extra."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.domain.errors import ErrorCode, OperationalError
from services.inference.server.access import write_secret

CA_CERT, CA_KEY = "ca.crt", "ca.key"
_CA_DAYS, _DAYS = 3650, 825
_CLOCK_SKEW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its key, PEM; the digest is of the certificate in DER."""

    certificate: bytes
    key: bytes
    sha256: str


class Authority:
    """Signs with a P-256 key; certificates hold for about two years."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        self._key, self._certificate = key, certificate

    @property
    def pem(self) -> bytes:
        """Its own certificate: what the other side needs to trust it."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    @classmethod
    def at(cls, folder: Path, now: datetime) -> "Authority":
        """The one in ``folder``, made there if there is none. FILE_UNREADABLE."""
        try:
            if not (folder / CA_KEY).exists():
                _make(folder, now)
            key = serialization.load_pem_private_key((folder / CA_KEY).read_bytes(), None)
            certificate = x509.load_pem_x509_certificate((folder / CA_CERT).read_bytes())
        except (OSError, ValueError, TypeError) as error:
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(folder / CA_KEY), problem=str(error)) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(folder / CA_KEY), problem="not a P-256 key")
        return cls(key, certificate)

    def for_station(self, name: str, now: datetime) -> Issued:
        return self._issue(name, ExtendedKeyUsageOID.CLIENT_AUTH, [], now)

    def for_server(self, names: Sequence[str], now: datetime) -> Issued:
        """``names`` are the host names and addresses under which the stations reach it."""
        return self._issue(names[0], ExtendedKeyUsageOID.SERVER_AUTH, [_general_name(each) for each in names], now)

    def _issue(
        self, name: str, use: x509.ObjectIdentifier, names: Sequence[x509.GeneralName], now: datetime
    ) -> Issued:  # fmt: skip
        key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(name, self._certificate.subject, key.public_key(), now, _DAYS)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = builder.add_extension(issuer, critical=False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        certificate = builder.sign(self._key, hashes.SHA256())
        der = certificate.public_bytes(serialization.Encoding.DER)
        return Issued(
            certificate.public_bytes(serialization.Encoding.PEM), _pem(key), hashlib.sha256(der).hexdigest()
        )  # fmt: skip


def _make(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name("Countersign stations")
    builder = _builder("Countersign stations", subject, key.public_key(), now, _CA_DAYS)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CA_CERT).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    write_secret(folder / CA_KEY, _pem(key))


def _builder(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: int
) -> x509.CertificateBuilder:
    now = now.astimezone(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SKEW)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _general_name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )  # fmt: skip
