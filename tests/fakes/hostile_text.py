"""Five hundred texts that somebody might type, scan or send to make a program do something else."""

import random

_SQL = [
    "' OR '1'='1", "'; DROP TABLE packing; --", "1; EXEC xp_cmdshell('dir')", "') UNION SELECT * FROM labels --",
    "%' AND 1=1 ESCAPE '\\", "[a-z]%", "_____", "0x27204f5220313d31", "/*!50000 DROP TABLE labels */", "N'\u02bc; --",
]  # fmt: skip
_FORMULA = [
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\uff0b1",
    "\uff0d1", "\uff20SUM(1)", '=HYPERLINK("http://x.invalid","ok")', "=IMPORTXML(1,2)", "'=1", '"=1', ";=1", ",=1",
    '"\n=1', "=DDE(\"a\";\"b\")",
]  # fmt: skip
_PATH = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "\\\\host\\share", "file:///etc/hosts",
    "con", "NUL", "aux.txt", "a/../../b", "....//....//x", "%2e%2e%2f", "~root", "$HOME", "a\x00.jpg", ".", "..", " ",
    "x" * 255 + ".csv", "name.csv/../../x",
]  # fmt: skip
_MARKUP = [
    "<b>bold</b>", "<img src=x onerror=alert(1)>", "<a href='http://x.invalid'>x</a>", "<script>alert(1)</script>",
    "&lt;b&gt;", "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "<svg/onload=1>", "{{7*7}}", "${7*7}", "%s%n%x", "{0.__class__}",
    "{dn}", "%(dn)s", "\\x1b[31mred", "\x1b[2J", "\x07", "javascript:1", "</html>", "<style>*{display:none}</style>",
    "<table><tr><td>x",
]  # fmt: skip
_CONTROL = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
_BIDI = [
    f"OP-1{chr(code)}7\u202c"
    for code in (0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x2070))
]  # fmt: skip
_STRANGE = [
    "", " ", "\u00a0", "\u3000", "\u2028", "\u2029", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\U0001f469\u200d\U0001f52c", "Z\u0335\u0321" * 200, "\u0600\u0601", "\ufdfd", "\U000e0041\U000e0042", "\u0130",
    "\u00df", "\ufb01", "\u1e9e", "\u0e01\u0e33", "\u0627\u0644\u0633\u0644\u0627\u0645", "\u05e9\u05dc\u05d5\u05dd",
    "\uff2b\uff33\uff33", "\u212a", "e\u0301", "\u00e9", "NaN", "Infinity", "null", "None", "undefined", "true", "0",
    "-0", "1e309", "9" * 400, "x" * 10_000, "\u6f22" * 10_000, "\n" * 10_000, " " * 10_000, "\u202e" * 10_000,
]  # fmt: skip


def hostile_texts() -> list[str]:
    """Always the same five hundred, all different; no lone surrogates: no scanner and no database can hold those."""
    chance = random.Random(20_261_121)
    seeds = [*_SQL, *_FORMULA, *_PATH, *_MARKUP, *_CONTROL, *_BIDI, *_STRANGE]
    found = dict.fromkeys(seeds)
    while len(found) < 500:
        pieces = [chance.choice(seeds)[:200] for _ in range(chance.randrange(2, 5))]
        found["".join(pieces)] = None
    return list(found)[:500]
