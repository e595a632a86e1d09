"""Every error the program raises on purpose, grouped by what to do next.

Of a call that changes something, `SURELY_NOT` says that it did not happen, and `UnknownOutcome` that it may have.

    PodBridgeError
    ├── BadInput          a person typed or chose something that cannot be used; nothing was changed
    │   ├── WrongPassphrase   nothing is lost: ask again
    │   └── BackupUnusable    not whole, not this seller's, newer than this program, or its key is missing
    ├── Retry             not now; try again later by itself
    │   ├── Unreachable       nothing was sent (name, connect or TLS failure)
    │   ├── Busy              the vendor told us to wait
    │   ├── NoRoom            the disk is nearly full: nothing new is sent
    │   ├── Unfinished        what was begun goes on at the vendor; asked again it comes to its end
    │   └── VendorFault       the vendor broke on a call that changes nothing
    ├── NeedsPerson       a person must act; carries the kind of case to open
    │   ├── SignInFailed      key wrong, revoked or expired
    │   ├── PermissionMissing key works, a right is missing
    │   ├── Refused           the vendor read the request and said no
    │   └── NotThere          the thing is gone at the vendor
    ├── UnknownOutcome    a write was sent and no usable answer came: look it up, never repeat blindly
    ├── Skip              nothing to do (already done, or no longer relevant)
    │   └── Gone              the row it was for was removed
    ├── Stopped           shutdown or cancel; nobody's fault
    │   └── Superseded        another engine has taken over: this one may do nothing more
    ├── OwnerSilent       the process that owns the engine is there, but does not answer
    ├── StoreTrouble      our own database cannot be opened or written
    │   └── StoreDamaged      a part of it cannot be read: stop, and offer a backup
    ├── KeysUnreadable    the file that a passphrase opens is damaged, gone or newer than this program
    └── KeyringMissing    no usable keyring (rulings: said in words, never silently plain text)
        └── PassphraseNeeded  the keys are there, locked with a passphrase that nobody gave yet

`message` is a sentence for the seller, `hint` says what to do, `details` is for the log and the details pane.
"""

from __future__ import annotations

from datetime import timedelta


class PodBridgeError(Exception):
    """Base of all: a stable `code`, a `title`, a sentence (`message`), what to do (`hint`), vendor details."""

    code = "error"
    title = "Something went wrong"
    connection_id: str | None = (
        None  # whose vendor it was, where the caller knows better than the job
    )

    def __init__(
        self, message: str, *, hint: str = "", details: str = "", code: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details
        if code is not None:
            self.code = code


class BadInput(PodBridgeError):
    """What a person gave cannot be used."""

    code = "bad_input"
    title = "Please check this"


class WrongPassphrase(BadInput):
    """It opens nothing; what it should have opened is untouched."""

    code = "wrong_passphrase"
    title = "That is not the passphrase"


class BackupUnusable(BadInput):
    """A backup that is not restored; nothing was changed."""

    code = "backup_unusable"
    title = "This backup cannot be used"


class Retry(PodBridgeError):
    """Not now. `wait` is the vendor's own wait where it named one (then it is honoured exactly)."""

    code = "retry"
    title = "Not now"

    def __init__(
        self,
        message: str,
        *,
        wait: timedelta | None = None,
        hint: str = "",
        details: str = "",
        code: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, details=details, code=code)
        self.wait = wait


class Unreachable(Retry):
    """The vendor could not be reached; the request was not written."""

    code = "unreachable"
    title = "No connection"


class Busy(Retry):
    """The vendor's rate limit: proven not executed."""

    code = "busy"
    title = "The platform asks us to wait"


class NoRoom(Retry):
    """The outcome of what would be sent might not fit on the disk any more."""

    code = "disk_full"
    title = "The disk is nearly full"


class Unfinished(Retry):
    """What was begun goes on at the vendor: the same call, made again after `wait`, brings it to its end."""

    code = "unfinished"
    title = "The platform is working on it"


class VendorFault(Retry):
    """A read failed on the vendor's side (5xx, HTML instead of data). Reading again is harmless."""

    code = "vendor_fault"
    title = "The platform has a problem"


class NeedsPerson(PodBridgeError):
    """Only a person can go on. `case` names the kind of case (a value of `domain.cases.CaseKind`)."""

    code = "needs_person"
    title = "Needs you"

    def __init__(
        self,
        message: str,
        *,
        case: str,
        hint: str = "",
        details: str = "",
        code: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, details=details, code=code)
        self.case = case


class SignInFailed(NeedsPerson):
    """The key is wrong, revoked or expired."""

    code = "sign_in_failed"
    title = "The key does not work"

    def __init__(self, message: str, *, hint: str = "", details: str = "") -> None:
        super().__init__(message, case="sign_in", hint=hint, details=details)


class PermissionMissing(NeedsPerson):
    """The key works but lacks a right; `missing` names the scopes as the vendor writes them."""

    code = "permission_missing"
    title = "A permission is missing"

    def __init__(
        self, message: str, *, missing: tuple[str, ...] = (), hint: str = "", details: str = ""
    ) -> None:
        super().__init__(message, case="permission", hint=hint, details=details)
        self.missing = missing


class Refused(NeedsPerson):
    """The vendor understood and said no: proven not executed. `reason` is its own code or text."""

    code = "refused"
    title = "The platform said no"

    def __init__(
        self,
        message: str,
        *,
        case: str = "refused",
        reason: str = "",
        hint: str = "",
        details: str = "",
    ) -> None:
        super().__init__(message, case=case, hint=hint, details=details)
        self.reason = reason


class NotThere(NeedsPerson):
    """The vendor has no such thing (any more)."""

    code = "not_there"
    title = "Not found"

    def __init__(
        self, message: str, *, case: str = "refused", hint: str = "", details: str = ""
    ) -> None:
        super().__init__(message, case=case, hint=hint, details=details)


SURELY_NOT = (Retry, NeedsPerson)  # what a changing call raises that was proven not executed


class UnknownOutcome(PodBridgeError):
    """A write may or may not have happened. Only a look-up may settle it."""

    code = "unknown_outcome"
    title = "No answer"


class Skip(PodBridgeError):
    """Nothing to do."""

    code = "skip"
    title = "Nothing to do"


class Gone(Skip, KeyError):
    """A row of ours is no longer there (its connection was removed): whatever it was for is over."""

    code = "gone"


class Stopped(PodBridgeError):
    """The program is shutting down, or the seller cancelled."""

    code = "stopped"
    title = "Stopped"


class Superseded(Stopped):
    """The lease of this engine went to another one while it was paused or cut off."""

    code = "superseded"


class OwnerSilent(PodBridgeError):
    """The owner holds the lock and does nothing: stopped by Ctrl-Z, or stuck."""

    code = "owner_silent"
    title = "The other program does not answer"


class StoreTrouble(PodBridgeError):
    """The local database cannot be used."""

    code = "database"
    title = "The local database cannot be used"


class StoreDamaged(StoreTrouble):
    """The database's file is damaged or gone; only a backup leads on."""

    code = "database_damaged"
    title = "Your data is damaged"


class KeyringMissing(PodBridgeError):
    """No keyring that keeps secrets safely."""

    code = "keyring_missing"
    title = "No safe place for keys"


class PassphraseNeeded(KeyringMissing):
    """The keys of this data folder are locked with a passphrase."""

    title = "Your keys are locked"


class KeysUnreadable(PodBridgeError):
    """The file that a passphrase opens cannot be read, whatever the passphrase."""

    code = "keys_unreadable"
    title = "Your keys cannot be read"
