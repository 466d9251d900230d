"""One place from code to words: what happened, and what to do. The templates are English; a :class:`Wording` of the
screen's says them in another language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.alias import AliasRefusal
from app.domain.audit import AuditFinding, Breach
from app.domain.decision import RefusedReason, UndecidedReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_update import UpdateRefusal
from app.domain.notices import InfoCode, Notice
from app.domain.packing_session import LabelRefusal
from app.domain.people import PersonProblem, SecretProblem


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language says it: ``words`` turns an English template into its own, ``value`` writes one detail of it. A
    number is written as a quantity, in groups; what is only spelt in figures is given as text."""

    words: Callable[[str], str]
    value: Callable[[object], str]


def local_time(moment: datetime) -> str:
    """Day and time as the clock on the wall shows them."""
    return moment.astimezone().strftime("%d.%m. %H:%M")


def plain_value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, datetime):
        return local_time(value)
    return ", ".join(map(plain_value, value)) if isinstance(value, list | tuple) else str(value)


PLAIN = Wording(words=str, value=plain_value)
"""English, as commands and logs have it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """``what`` happened and the ``action`` that helps; both may hold ``{names}`` filled from the details."""

    what: str
    action: str

    def filled(self, details: Mapping[str, object], wording: Wording = PLAIN) -> "Sentence":
        known = _Details(details, wording.value)
        return Sentence(wording.words(self.what).format_map(known), wording.words(self.action).format_map(known))

    def __str__(self) -> str:
        return f"{self.what} {self.action}".strip()


class _Details(dict[str, object]):
    def __init__(self, details: Mapping[str, object], value: Callable[[object], str]) -> None:
        super().__init__(details)
        self._value = value

    def __getitem__(self, key: str) -> str:
        return self._value(self.get(key, "?"))


ERRORS: Mapping[StrEnum, Sentence] = {
    ErrorCode.DN_NOT_READABLE: Sentence("“{dn}” is not a DN number.", "Scan the bar code on the delivery note again."),
    ErrorCode.DN_NOT_REGISTERED: Sentence(
        "DN {dn} is not registered.", "Check the number on the paper, or ask the supervisor."
    ),
    ErrorCode.ERP_UNREACHABLE: Sentence(
        "The ERP at {address} does not answer.", "Try again, and call IT if it stays away."
    ),
    ErrorCode.ERP_TOO_SLOW: Sentence(
        "The ERP at {address} took longer than {timeout_s} s.", "Try again, and call IT if it stays slow."
    ),
    ErrorCode.ERP_ANSWER_UNUSABLE: Sentence(
        "The ERP's answer for DN {dn} cannot be used: {problem}.",
        "Tell IT: the note has to be corrected in the ERP.",
    ),
    ErrorCode.MODEL_MISSING: Sentence(
        "There is no model at {path}.", "Set model.path to a model folder or .onnx file."
    ),
    ErrorCode.MODEL_UNUSABLE: Sentence(
        "The model {path} cannot be used: {problem}.", "Set model.path to a detection model exported to ONNX."
    ),
    ErrorCode.SERVER_UNREACHABLE: Sentence(
        "The inference server {address} does not answer.", "The station goes on with its own model; tell IT."
    ),
    ErrorCode.DATABASE_UNWRITABLE: Sentence(
        "The database {path} cannot be written: {problem}.",
        "Make room on the disk or correct the folder's rights, then try again.",
    ),
    ErrorCode.DATABASE_LOCKED: Sentence(
        "The database {path} is locked by another program.",
        "Nothing is lost: try again, and call IT if it stays locked.",
    ),
    ErrorCode.DATABASE_UNREACHABLE: Sentence(
        "The database does not answer: {problem}.",
        "Nothing is lost: try again, and call IT if it stays away.",
    ),
    ErrorCode.DATABASE_MISMATCH: Sentence(
        "The database and this station do not agree: {problem}.", "Nothing was written: tell IT."
    ),
    ErrorCode.LABEL_TAKEN_MEANWHILE: Sentence(
        "Another session has used these labels meanwhile: {labels}.", "Take them back and ask the supervisor."
    ),
    ErrorCode.LABEL_REMOVED_MEANWHILE: Sentence(
        "These labels are no longer recorded for the note: {labels}.", "The supervisor decides; nothing is lost."
    ),
    ErrorCode.RECORD_IN_USE: Sentence(
        "This station's record {path} is in use by {owner}.", "Use the window that is open, or close it first."
    ),
    ErrorCode.RECORD_NEWER: Sentence(
        "The record {path} was written by a newer program (version {found}; this one knows {known}).",
        "Nothing was changed: install the newer program again.",
    ),
    ErrorCode.RECORD_DAMAGED: Sentence(
        "The record {path} cannot be used: {problem}.",
        "Leave the file as it is and call IT: countersign db check, then countersign db restore.",
    ),
    ErrorCode.DISK_NEARLY_FULL: Sentence(
        "The disk is nearly full: {free_mb} MB are free.", "Nothing is lost. Call IT: scanning goes on with more room."
    ),
    ErrorCode.PORT_TAKEN: Sentence(
        "Port {port} on {host} is in use.", "Stop the program that uses it, or set another port."
    ),
    ErrorCode.SETTING_INVALID: Sentence("Setting {key} in {origin}: {problem}.", "Correct it and start again."),
    ErrorCode.FILE_UNREADABLE: Sentence(
        "{path} cannot be used: {problem}.", "Check its name, its rights and what is in it."
    ),
    ErrorCode.FILE_UNWRITABLE: Sentence(
        "{path} cannot be written: {problem}.", "Nothing was changed. Make room on the disk, or correct its rights."
    ),
    ErrorCode.PRINTER_UNUSABLE: Sentence(
        "The printer “{printer}” cannot be used: {problem}.", "See that it is on, or save the slip as a PDF file."
    ),
    ErrorCode.EXTRA_MISSING: Sentence(
        "{feature} needs the “{extra}” extra.", "Add it to the environment as docs/adr/0003-set-up.md says."
    ),
    ErrorCode.SERVER_OPEN: Sentence(
        "On {host} anybody in the network could use this server.",
        "Set server.tls_cert, server.tls_key, and server.access_file or server.tls_client_ca; or listen on 127.0.0.1.",
    ),
    ErrorCode.STATION_UNKNOWN: Sentence(
        "Station {station} is not enrolled.", "See who is: countersign server stations."
    ),
    ErrorCode.CONTROL_UNREACHABLE: Sentence(
        "No server answers on this machine's control port {port}.",
        "Start the server, or set server.control_port to the one it uses.",
    ),
    ErrorCode.MODEL_UNKNOWN: Sentence(
        "There is no model {model} here.", "See which there are: countersign model list. They lie in server.models_dir."
    ),
    ErrorCode.MODEL_NOT_ACTIVATED: Sentence("The model was not activated: {problem}.", "The model in use goes on."),
    ErrorCode.UPDATE_REFUSED: Sentence(
        "A new model was refused: {reason}.", "The model in use goes on; tell whoever publishes models."
    ),
    ErrorCode.UPDATE_EXPIRED: Sentence(
        "What {source} says of new models has expired: {problem}.",
        "The model in use goes on. Let its vendor sign anew, and compare this machine's clock.",
    ),
    ErrorCode.UPDATE_UNREACHABLE: Sentence(
        "New models cannot be fetched from {source}: {problem}.", "The model in use goes on; it is tried again."
    ),
    ErrorCode.RELEASE_UNUSABLE: Sentence("This cannot be released: {problem}.", "Nothing was changed."),
    ErrorCode.NOT_ALLOWED: Sentence("{who} may not do this.", "Ask somebody whose role allows it."),
    ErrorCode.SECOND_PERSON_NEEDED: Sentence(
        "This takes two people.", "Let another supervisor agree with a badge and PIN of their own."
    ),
    ErrorCode.SIGN_IN_REFUSED: Sentence("Badge and PIN do not go together.", "Try again, or ask the administrator."),
    ErrorCode.SIGN_IN_LOCKED: Sentence(
        "Too many wrong PINs: this badge is locked for {wait_s} s.", "Wait, or ask the administrator."
    ),
    ErrorCode.SIGN_IN_STALE: Sentence(
        "This place has not heard from the factory's database for {days} days.",
        "Nobody can sign in before it has: call IT.",
    ),
    ErrorCode.NOBODY_KNOWN: Sentence(
        "Nobody is known here yet.", "Let IT add the first administrator: countersign user add."
    ),
    ErrorCode.PEPPER_MISSING: Sentence(
        "The site's pepper is not in this machine's keyring: {problem}.", "Let IT store it: countersign user pepper."
    ),
    ErrorCode.SECRET_UNUSABLE: Sentence(
        "This PIN or password cannot be used: {problem}.",
        "Take 6 digits or more that are no simple row, or 10 characters or more.",
    ),
    ErrorCode.PERSON_UNUSABLE: Sentence("This cannot be used: {problem}.", "Correct it, and try again."),
    ErrorCode.PERSON_UNKNOWN: Sentence("There is nobody with the badge {who}.", "Check the badge's number."),
    ErrorCode.PERSON_EXISTS: Sentence("The badge {who} belongs to somebody already.", "Take another number."),
    ErrorCode.LAST_ADMIN: Sentence("{who} is the last administrator.", "Make somebody else an administrator before."),
    ErrorCode.REASON_NEEDED: Sentence("This needs a reason.", "Say in a few words why."),
    ErrorCode.NOTHING_PACKED: Sentence("There is no database at {path} yet: nothing was packed.", ""),
    ErrorCode.SESSION_UNKNOWN: Sentence("There is no session {session}.", "Look it up in the list."),
    ErrorCode.ACT_TOO_LATE: Sentence(
        "This is no longer as it was on the screen: {problem}.", "Nothing was changed: look at it again."
    ),
    ErrorCode.BUNDLE_UNUSABLE: Sentence(
        "The evidence {path} does not hold: {problem}.", "Do not rely on it; ask the station's site for a new one."
    ),
    ErrorCode.EXPORT_TOO_LONG: Sentence(
        "{path} would have more than {rows} rows, and an XLSX sheet holds no more.",
        "Choose CSV, or ask for fewer sessions.",
    ),
    ErrorCode.STATION_FAULTS: Sentence(
        "The station ended with a fault three times within two minutes and is not started again by itself.",
        "Nothing that was counted is lost. Call IT: what happened is in {folder}.",
    ),
    ErrorCode.ALIAS_REFUSED: Sentence(
        "{part} was not recorded as an alias of {label}: {reason}.", "See what stands: countersign alias list."
    ),
}

ALIAS_REFUSALS: Mapping[StrEnum, Sentence] = {
    AliasRefusal.NOBODY: Sentence(
        "{part} was not recorded as an alias of {label}: nobody answers for it.", "Say who does it."
    ),
    AliasRefusal.NO_REASON: Sentence("{part} was not recorded as an alias of {label}: no reason is given.", "Say why."),
    AliasRefusal.UNCHANGED: Sentence(
        "{part} stands so as an alias of {label} already.", "See the list: countersign alias list."
    ),
    AliasRefusal.NOT_PROPOSED: Sentence("{part} was never proposed as an alias of {label}.", "Propose it first."),
    AliasRefusal.OTHER_APPROVED: Sentence(
        "{label} has another approved part; {part} was not approved.", "Revoke the other one first, by its name."
    ),
    AliasRefusal.OWN_PROPOSAL: Sentence(
        "You proposed {part} as an alias of {label} yourself.", "Let another supervisor approve it."
    ),
}

_GOES_ON = "The model in use goes on; tell whoever publishes models."
UPDATE_REFUSALS: Mapping[StrEnum, Sentence] = {
    UpdateRefusal.TAMPERED: Sentence("A new model was refused: a file is not what was signed ({detail}).", _GOES_ON),
    UpdateRefusal.UNSIGNED: Sentence(
        "A new model was refused: the signatures of those who are trusted are missing ({detail}).", _GOES_ON
    ),
    UpdateRefusal.REPLAYED: Sentence(
        "A new model was refused: the source offers an older state than it did before ({detail}).", _GOES_ON
    ),
    UpdateRefusal.MALFORMED: Sentence("A new model was refused: the source cannot be understood ({detail}).", _GOES_ON),
    UpdateRefusal.OLDER_MODEL: Sentence(
        "The model {model} was refused: version {detail} was in use here already.", _GOES_ON
    ),
    UpdateRefusal.NEEDS_PROGRAM: Sentence(
        "The model {model} needs version {detail} of this program.", "Let IT update the program; the model follows."
    ),
    UpdateRefusal.FAILED_HERE: Sentence(
        "The model {model} is not tried again: it failed here, or was taken back.", "A newer version will be taken."
    ),
    UpdateRefusal.NOT_PROVEN: Sentence("The model {model} did not pass its test here: {detail}.", _GOES_ON),
}

SECRET_PROBLEMS: Mapping[StrEnum, Sentence] = {
    SecretProblem.TOO_SHORT: Sentence(
        "This PIN or password is too short.", "Take 6 digits or more, or 10 characters or more."
    ),
    SecretProblem.TOO_LONG: Sentence("This password is too long.", "Take 128 characters or fewer."),
    SecretProblem.TOO_SIMPLE: Sentence(
        "This PIN or password is too easy to guess.", "Take no row of digits, and no character over and over."
    ),
    SecretProblem.HOLDS_THE_NAME: Sentence("This is the badge's own number.", "Take another PIN or password."),
}

PERSON_PROBLEMS: Mapping[StrEnum, Sentence] = {
    PersonProblem.NO_BADGE: Sentence(
        "This is no badge number.", "It has up to 40 letters, digits and the signs . _ / - and begins with no sign."
    ),
    PersonProblem.NO_NAME: Sentence("This is no name that can be shown.", "Take 1 to 100 readable characters."),
}

_KEEP_IT = "Keep the file as it is, and tell IT."
BREACHES: Mapping[StrEnum, Sentence] = {
    Breach.ALTERED: Sentence("Line {seq} is not as it was written.", _KEEP_IT),
    Breach.MISSING: Sentence("Line {seq} is missing.", _KEEP_IT),
    Breach.MOVED: Sentence("Line {seq} does not stand where it was written.", _KEEP_IT),
    Breach.CUT_OFF: Sentence("From line {seq} on the end is missing.", _KEEP_IT),
    Breach.REPLACED: Sentence("Line {seq} was written anew: another one was noted elsewhere.", _KEEP_IT),
    Breach.ENTRY_UNLIKE: Sentence("Entry {where} is not the one that line {seq} tells of.", _KEEP_IT),
    Breach.ENTRY_UNTOLD: Sentence("No line tells of entry {where}.", _KEEP_IT),
    Breach.ENTRY_GONE: Sentence("Entry {where}, which line {seq} tells of, is gone.", _KEEP_IT),
    Breach.MESSAGE_UNLIKE: Sentence("The message of session {where} is not the one that was submitted.", _KEEP_IT),
    Breach.OLDER_UNLIKE: Sentence("The entries older than the audit are not as line {seq} found them.", _KEEP_IT),
}

LABEL_REFUSALS: Mapping[StrEnum, Sentence] = {
    LabelRefusal.UNREADABLE: Sentence("“{label}” is not a label.", "Scan the carton label again."),
    LabelRefusal.UNKNOWN: Sentence(
        "Label {label} is not in the label master.", "Set the carton aside and ask the supervisor."
    ),
    LabelRefusal.UNKNOWN_OFFLINE: Sentence(
        "Label {label} cannot be checked: the database does not answer and this station has never seen it.",
        "Set the carton aside until it does.",
    ),
    LabelRefusal.INACTIVE: Sentence("Label {label} is not active.", "Set the carton aside and ask the supervisor."),
    LabelRefusal.SCANNED_ALREADY: Sentence(
        "Label {label} has already been scanned in this session.", "Go on with the next carton."
    ),
    LabelRefusal.USED_ELSEWHERE: Sentence(
        "Label {label} has been used in another session.", "Set the carton aside and ask the supervisor."
    ),
    LabelRefusal.PART_NOT_ON_NOTE: Sentence(
        "The label says {part}, the note asks for {asked}.", "Set the carton aside."
    ),
    LabelRefusal.QUANTITY_EXCEEDED: Sentence(
        "The label holds {label_quantity}, but only {open_quantity} of {part} are open.",
        "Set the carton aside.",
    ),
    LabelRefusal.CAMERA_HAS_NOT_SEEN: Sentence(
        "The camera has not seen a cover of {part} yet.", "Show one to the camera, then scan the label again."
    ),
    LabelRefusal.CAMERA_SAW_OTHER: Sentence(
        "The label says {part}, the camera saw {camera}.", "Show a cover of this carton, then scan the label again."
    ),
    LabelRefusal.CAMERA_SAW_WRONG_PART: Sentence(
        "The label says {part}, but the cover shown is {camera}; the note asks for {asked}.",
        "Set the cover aside, show one of this carton, and scan the label again.",
    ),
    LabelRefusal.CAMERA_AND_LABEL_NOT_ON_NOTE: Sentence(
        "Cover and label are both {part}, the note asks for {asked}.", "Set the carton aside."
    ),
    LabelRefusal.ALL_DISAGREE: Sentence(
        "The label says {part}, the camera saw {camera}, the note asks for {asked}.", "Set the carton aside."
    ),
}

UNDECIDED: Mapping[StrEnum, Sentence] = {
    UndecidedReason.COLLECTING: Sentence("Looking…", "Hold it still."),
    UndecidedReason.CUT_BY_EDGE: Sentence("The cover is cut by the edge of the picture.", "Bring it to the middle."),
    UndecidedReason.CLASSES_DISAGREE: Sentence("Not sure which part it is.", "Turn it a little and hold it still."),
    UndecidedReason.CLASSES_CLOSE: Sentence("It could be one of two parts.", "Turn it, and show it closer."),
    UndecidedReason.RIVAL_HEARD: Sentence(
        "The lid is not clear to see.", "Take the hand off it, and out of the glare."
    ),
    UndecidedReason.CONFIDENCE_LOW: Sentence("Not sure enough yet.", "Bring it closer and hold it still."),
    UndecidedReason.LABEL_CONTESTED: Sentence("Two parts share this model label.", "Ask the supervisor."),
    UndecidedReason.ALIAS_AWAITED: Sentence("This part's alias is not approved yet.", "Ask the supervisor."),
    UndecidedReason.LABEL_UNKNOWN: Sentence("The model's label is no part number.", "Ask the supervisor."),
    UndecidedReason.STAMP_CONTRADICTS: Sentence("The stamp on the lid says another part.", "Ask the supervisor."),
    UndecidedReason.DIFFERENT_PARTS: Sentence("Two different parts are in view.", "Show one at a time."),
}

REFUSED: Mapping[StrEnum, Sentence] = {
    RefusedReason.NOT_ON_NOTE: Sentence("This is {part}, the note asks for {asked}.", "Set the part aside."),
}


INFOS: Mapping[StrEnum, Sentence] = {
    InfoCode.SCAN_NOTE: Sentence("Scan the delivery note.", "Or type its number and press Enter."),
    InfoCode.NOTE_OPENED: Sentence(
        "DN {dn} is open. Parts: {parts}.", "Show a part to the camera, or scan a carton label."
    ),
    InfoCode.NOTE_REMEMBERED: Sentence(
        "DN {dn} is open as it was on {as_of}: the ERP does not answer.", "Show a part to the camera, or scan a label."
    ),
    InfoCode.NOTE_PROVISIONAL: Sentence(
        "DN {dn} cannot be checked: the ERP does not answer.", "Scan its carton labels; they are checked later."
    ),
    InfoCode.RESUMED: Sentence(
        "DN {dn} goes on where it was. Labels not yet submitted: {labels}.", "Scan the next carton label."
    ),
    InfoCode.ALREADY_PACKED: Sentence(
        "DN {dn} is already packed as {packing_code}.", "Reopen it, or scan another note."
    ),
    InfoCode.NOTE_LEFT: Sentence("Scan the delivery note.", "Or type its number and press Enter."),
    InfoCode.PART_ACCEPTED: Sentence("{part} is right.", "Scan its carton label."),
    InfoCode.LABEL_COUNTED: Sentence("Label {label}: {quantity} × {part}.", "Go on with the next carton."),
    InfoCode.LABEL_TAKEN_BACK: Sentence("Label {label} was taken back.", ""),
    InfoCode.LABEL_NOT_HERE: Sentence("Label {label} is not in this session.", ""),
    InfoCode.LABEL_REMOVED: Sentence(
        "Label {label} will be free again.", "Submit to record it; or scan the label to keep it."
    ),
    InfoCode.NOTHING_TO_SUBMIT: Sentence("There is nothing to submit yet.", "Scan a carton label first."),
    InfoCode.DISCREPANCY_NEEDED: Sentence("Parts still open: {open}.", "Give a reason to submit with a discrepancy."),
    InfoCode.SUBMIT_UNFINISHED: Sentence("DN {dn} is not finished.", "First submit it, or take its labels back."),
    InfoCode.SAVED: Sentence("DN {dn} is saved on this station and on its way.", "Scan the next delivery note."),
    InfoCode.SIGN_IN: Sentence("Scan your badge.", "Or type it and press Enter."),
    InfoCode.SIGNED_IN: Sentence("{operator} works at this station.", "Go on."),
    InfoCode.SIGNED_IN_WAITING: Sentence("{operator} works at this station.", "Scan the delivery note."),
    InfoCode.SECRET_WANTED: Sentence("{operator} signs in.", "Type your PIN, then press Enter."),
    InfoCode.LOCKED: Sentence(
        "Nobody has worked here for a while: locked. What {operator} has open is kept.",
        "Type your PIN, or scan your badge.",
    ),
    InfoCode.NOT_A_BADGE: Sentence("“{text}” is not a badge.", "Scan your badge first."),
    InfoCode.NO_SIGN_IN: Sentence("Nobody signs in at this station.", "Go on."),
    InfoCode.COMMAND_UNKNOWN: Sentence("“{text}” is no command of this station.", "Print the sheet of commands anew."),
    InfoCode.GO_ON: Sentence("Understood.", "Go on with the next carton."),
    InfoCode.NOTHING_TO_CONFIRM: Sentence("There is nothing to confirm.", "Scan the delivery note."),
    InfoCode.NOTHING_TO_UNDO: Sentence("There is nothing to take back.", "Go on."),
    InfoCode.SENT_ALREADY: Sentence(
        "DN {dn} is on its way already.", "To change it, scan the note again and reopen it."
    ),
    InfoCode.SUBMISSION_TAKEN_BACK: Sentence("DN {dn} was not submitted.", "Go on packing, or submit it again."),
    InfoCode.NOTHING_OPEN: Sentence("Nothing is open on this note.", "Submit it."),
    InfoCode.REASON_CHOSEN: Sentence("The reason is chosen.", "Confirm the discrepancy."),
    InfoCode.REASON_LEFT: Sentence("DN {dn} was not submitted.", "Go on with the next carton."),
    InfoCode.LEAVING: Sentence("DN {dn} is being submitted.", "Undo it now, or scan the next delivery note."),
    InfoCode.LABEL_TOO_LATE: Sentence(
        "Label {label} was not counted: DN {dn} is being submitted.", "Undo the submission, then scan it again."
    ),
    InfoCode.PROGRAM_TOO_OLD: Sentence(
        "This station's program, {version}, is older than the server allows: {lowest}.",
        "Call IT to update it; what was packed is safe and is sent.",
    ),
    InfoCode.SHIFT_SHOW_BAD: Sentence(
        "The check of the shift: the camera must refuse a bad piece.", "Show the bad piece: {part}."
    ),
    InfoCode.SHIFT_SHOW_GOOD: Sentence("Right: the bad piece was refused.", "Show the good piece: {part}."),
    InfoCode.SHIFT_PASSED: Sentence("The check of the shift is passed.", "Scan the delivery note."),
    InfoCode.SHIFT_FAILED: Sentence(
        "The check of the shift failed: the camera saw {part}.",
        "Confirm to try again with the right pieces, or call the supervisor.",
    ),
    InfoCode.IN_CONFLICT: Sentence(
        "DN {dn} was not taken over: another session has used its labels, or the note says otherwise.",
        "Set its cartons aside and call the supervisor.",
    ),
    InfoCode.QUARANTINED: Sentence(
        "DN {dn} was set aside: the factory's database refuses it.", "It is safe here. Call the supervisor."
    ),
    InfoCode.MODEL_TAKEN: Sentence("A new model is in use: {model}.", "Scan the delivery note."),
    InfoCode.MODEL_GONE_BACK: Sentence("The model before is in use again: {model}.", "Scan the delivery note."),
    InfoCode.COMMITTED: Sentence("Committed as {packing_code}.", "Scan the next delivery note."),
}

_SENTENCES: dict[StrEnum, Sentence] = {}
_OF_PEOPLE = (SECRET_PROBLEMS, PERSON_PROBLEMS)
for _table in (
    ERRORS,
    ALIAS_REFUSALS,
    BREACHES,
    UPDATE_REFUSALS,
    *_OF_PEOPLE,
    LABEL_REFUSALS,
    UNDECIDED,
    REFUSED,
    INFOS,
):
    _SENTENCES.update(_table)


def error_sentence(error: OperationalError, wording: Wording = PLAIN) -> Sentence:
    """The words for an error; one about an alias is told by its reason, so is a refused update, one about a person
    by its problem."""
    cause = error.details.get("reason", error.details.get("problem"))
    told_by_cause = isinstance(cause, AliasRefusal | SecretProblem | PersonProblem | UpdateRefusal)
    words = _SENTENCES[cause] if isinstance(cause, StrEnum) and told_by_cause else ERRORS[error.code]
    return words.filled(error.details, wording)


def sentence(code: StrEnum, details: Mapping[str, object], wording: Wording = PLAIN) -> Sentence:
    """The words for any code of the program."""
    return _SENTENCES[code].filled(details, wording)


def notice_sentence(notice: Notice, wording: Wording = PLAIN) -> Sentence:
    return sentence(notice.code, notice.details, wording)


def finding_sentence(finding: AuditFinding, wording: Wording = PLAIN) -> Sentence:
    return sentence(finding.breach, {"seq": str(finding.seq), "where": finding.where}, wording)


def templates() -> tuple[str, ...]:
    """Every English template there is, for the translators."""
    return tuple(dict.fromkeys(text for words in _SENTENCES.values() for text in (words.what, words.action) if text))
