"""Programs and installers are signed with a key of the test's own, and what was changed afterwards is noticed.

Slow, by hand, because it needs osslsigncode, wixl and a compiler for Windows.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.packaging import wine
from tests.packaging.windows import STUB_SOURCE, lay_out, tool

msi, products, sign = map(tool, ("msi", "products", "sign"))
MISSING = [name for name in wine.missing() if name != "wine64"]
PASSWORD = "of the test alone"

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]


@dataclass(frozen=True)
class Signer:
    authority: Path
    pfx: Path
    password: Path

    def key(self):
        return sign.Key(pfx=self.pfx, password_file=self.password)


def signer(folder: Path, name: str) -> Signer:
    """An authority, and a certificate of it that may sign programs."""
    now = dt.datetime.now(dt.UTC)
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {word}")]) for word in ("CA", "signer")]
    made = []
    for subject, key, is_authority in zip(names, keys, (True, False), strict=True):
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(names[0])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if not is_authority:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
            builder = builder.add_extension(usage, critical=False)
        made.append(builder.sign(keys[0], hashes.SHA256()))
    found = Signer(*(folder / f"{name}.{end}" for end in ("pem", "pfx", "txt")))
    found.authority.write_bytes(made[0].public_bytes(Encoding.PEM))
    encryption = BestAvailableEncryption(PASSWORD.encode())
    found.pfx.write_bytes(pkcs12.serialize_key_and_certificates(b"x", keys[1], made[1], [made[0]], encryption))
    found.password.write_text(PASSWORD + "\n")
    return found


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Signer:
    return signer(tmp_path_factory.mktemp("signer"), "ours")


@pytest.fixture(scope="module")
def payload(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("payload")
    return lay_out(folder / "payload", wine.compiled(STUB_SOURCE, folder / "stub.exe").read_bytes())


@pytest.fixture(scope="module")
def installer(tmp_path_factory, ours, payload) -> Path:
    out: Path = tmp_path_factory.mktemp("installer") / "countersign.msi"
    words = ["--payload", str(payload), "--version", "1.0.0", "--product", "station", "--out", str(out)]
    assert msi.main([*words, "--sign", str(ours.pfx), "--password-file", str(ours.password)]) == 0
    return out


def refused(file: Path, authority: Path) -> bool:
    try:
        sign.verify(file, authority)
    except RuntimeError:
        return True
    return False


def test_the_installer_and_its_signature(installer, ours, tmp_path):
    sign.verify(installer, ours.authority)
    assert refused(installer, signer(tmp_path, "another").authority)
    assert sign.main([str(installer), "--verify", str(ours.authority)]) == 0


def test_a_changed_installer_is_noticed(installer, ours, tmp_path):
    content = bytearray(installer.read_bytes())
    for place in (len(content) // 4, len(content) // 2):
        changed = tmp_path / f"{place}.msi"
        content[place] ^= 1
        changed.write_bytes(content)
        content[place] ^= 1
        assert refused(changed, ours.authority)


def test_an_unsigned_installer_is_noticed(payload, ours, tmp_path):
    msi.make(payload, "1.0.0", products.STATION, tmp_path / "bare.msi")
    assert refused(tmp_path / "bare.msi", ours.authority)


def test_our_programs_are_signed_and_the_payload_itself_stays_as_it_was(payload, ours, tmp_path):
    before = {file: file.read_bytes() for file in payload.rglob("*") if file.is_file()}
    copy = lay_out(tmp_path / "copy", (payload / "countersign.exe").read_bytes())
    sign.sign_programs(copy, products.STATION.programs, ours.key())
    for name in products.STATION.programs:
        sign.verify(copy / name, ours.authority)
    assert refused(copy / "countersign-server.exe", ours.authority)  # of the other product
    assert {file: file.read_bytes() for file in before} == before


def test_a_wrong_password_leaves_the_file_and_no_installer(payload, ours, tmp_path):
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("another\n")
    key = sign.Key(pfx=ours.pfx, password_file=wrong)
    with pytest.raises(RuntimeError, match="osslsigncode"):
        msi.make(payload, "1.0.0", products.STATION, tmp_path / "none.msi", key)
    assert not (tmp_path / "none.msi").exists()
    file = tmp_path / "program.exe"
    file.write_bytes((payload / "countersign.exe").read_bytes())
    with pytest.raises(RuntimeError, match="osslsigncode"):
        sign.sign_file(file, "x", key)
    assert file.read_bytes() == (payload / "countersign.exe").read_bytes()
    assert [each.name for each in tmp_path.iterdir() if "signed" in each.name] == []
