"""Sign programs and installers with osslsigncode, and check what is signed:
`python3 packaging/windows/sign.py --pfx key.pfx --password-file FILE countersign-1.0.0.msi`, `… --verify CA.pem FILE`.

A key that may be copied is a PFX file; one that lives in a token or a key service is named by PKCS#11. The password is
never a word of a command: other users of the machine could read it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Key:
    """``pfx``, or ``module`` (a PKCS#11 library) with ``key_uri`` and ``certificate`` (a PEM file). ``timestamp``: the
    address of an RFC 3161 service; without it a signature ends with its certificate."""

    pfx: Path | None = None
    module: Path | None = None
    key_uri: str = ""
    certificate: Path | None = None
    password_file: Path | None = None
    timestamp: str = ""

    def words(self) -> list[str]:
        if self.pfx:
            source = ["-pkcs12", str(self.pfx)]
        else:
            source = ["-pkcs11module", str(self.module), "-certs", str(self.certificate), "-key", self.key_uri]
        password = ["-readpass", str(self.password_file)] if self.password_file else []
        return [*source, *password, *(["-ts", self.timestamp] if self.timestamp else [])]


def sign_file(file: Path, name: str, key: Key) -> None:
    """In place; ``name`` is what Windows shows when it asks whether to trust the file. RuntimeError: it was not signed,
    and is as before."""
    draft = file.with_name(f"{file.name}.signed")
    try:
        _run("sign", *key.words(), "-h", "sha256", "-n", name, "-in", str(file), "-out", str(draft))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def sign_programs(payload: Path, programs: Iterable[str], key: Key) -> None:
    """Ours only: the libraries keep their makers' signatures."""
    for name in programs:
        if (payload / name).exists():
            sign_file(payload / name, "Countersign", key)


def verify(file: Path, authority: Path) -> None:
    """RuntimeError: the file is unsigned, was changed, or was signed by somebody else. ``authority``: PEM file."""
    _run("verify", "-CAfile", str(authority), "-in", str(file))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("signing")
    group.add_argument("--sign", "--pfx", dest="pfx", type=Path, metavar="PFX", help="certificate and key in one file")
    group.add_argument("--pkcs11-module", type=Path, metavar="LIBRARY", help="of the token that holds the key")
    group.add_argument("--pkcs11-key", default="", metavar="URI", help="the key in it")
    group.add_argument("--certificate", type=Path, metavar="PEM", help="its certificate, with its chain")
    group.add_argument("--password-file", type=Path, metavar="FILE", help="password or PIN, on its first line")
    group.add_argument("--timestamp", default="", metavar="URL", help="of an RFC 3161 service")


def key_of(args: argparse.Namespace) -> Key | None:
    """None: nothing was said of a key. ValueError: half of what a token needs."""
    if args.pfx is None and args.pkcs11_module is None:
        return None
    if args.pkcs11_module and not (args.pkcs11_key and args.certificate):
        raise ValueError("--pkcs11-module needs --pkcs11-key and --certificate")
    return Key(
        args.pfx, args.pkcs11_module, args.pkcs11_key, args.certificate, args.password_file, args.timestamp
    )  # fmt: skip


def _run(*words: str) -> None:
    finished = subprocess.run(["osslsigncode", *words], capture_output=True, text=True, check=False)
    if finished.returncode:
        told = (finished.stderr.strip() or finished.stdout.strip()).splitlines()
        raise RuntimeError(f"osslsigncode {words[0]} of {words[words.index('-in') + 1]}: {' / '.join(told[-3:])}")


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--verify", type=Path, metavar="CA", help="only check; the authority's certificate, PEM")
    add_arguments(parser)
    args = parser.parse_args(words)
    try:
        key = key_of(args)
        if args.verify:
            verify(args.file, args.verify)
        elif key:
            sign_file(args.file, "Countersign", key)
        else:
            parser.error("name a key, or --verify")
    except (ValueError, RuntimeError) as error:
        print(f"sign.py: {error}", file=sys.stderr)
        return 1
    print(f"{args.file}: {'the signature holds' if args.verify else 'signed'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
