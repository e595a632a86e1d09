"""Connecting a platform: test first, keep only what works. The one thing a click does that needs the network."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from podbridge_desktop.bootstrap import doors
from podbridge_desktop.bootstrap.remotes import Remotes
from podbridge_desktop.domain.platforms import FieldForm, FieldKind, Platform
from podbridge_desktop.domain.ports import CheckReport, ConnectionSpec, CredentialStore
from podbridge_desktop.errors import BadInput, Retry
from podbridge_desktop.logs import redactor
from podbridge_desktop.services import routes
from podbridge_desktop.storage import connections
from podbridge_desktop.storage.connections import NewConnection
from podbridge_desktop.storage.database import Database

if TYPE_CHECKING:
    from podbridge_desktop.connectors.registry import SignIn


_YES = {"yes", "y", "true", "1"}
_BY_ITSELF = "PodBridge tries again by itself."
_NOTHING_KEPT = "Nothing was saved; connect once more when it answers."
_RENEWED = {"refresh_token", "refresh_token_before"}  # secrets that change by themselves


def known_platforms() -> Mapping[str, Platform]:
    """What can be connected, by key, with its form."""
    return doors.platforms()


@dataclass(frozen=True, slots=True)
class ConnectForm:
    """What the seller typed. A form with the name of a known connection connects that one anew."""

    platform: str
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    api_url: str | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """A form that works, and what its test found."""

    form: ConnectForm
    report: CheckReport


@dataclass(frozen=True, slots=True)
class PageSignIn:
    """One attempt to sign in by the store's own page. `wait` and `paste` call the vendor: not on the GUI thread.

    `paste` may be called with the same attempt after `wait` has ended in vain (`BadInput`: the port is taken;
    `SignInFailed`: the browser did not come back; `Stopped`).
    """

    form: ConnectForm
    _attempt: SignIn
    _test: Callable[[ConnectForm, Mapping[str, str]], Tested]

    @property
    def url(self) -> str:
        """The page, for a button that copies it."""
        return self._attempt.url

    def wait(self, open_browser: Callable[[str], object], stop: threading.Event) -> Tested:
        """Open the page, wait until the browser comes back, then test as usual."""
        return self._test(self.form, self._attempt.wait(open_browser, stop))

    def paste(self, address: str, stop: threading.Event) -> Tested:
        """The same with the address on which the browser ended, pasted by the seller."""
        return self._test(self.form, self._attempt.paste(address, stop))


class Connecting:
    """Tests and keeps connections. `test` calls the vendor: never on the GUI thread."""

    def __init__(
        self,
        database: Database,
        credentials: CredentialStore,
        owner_of: Callable[[str], str],
        remotes: Remotes,
    ) -> None:
        self._database = database
        self._credentials = credentials
        self._owner_of = owner_of
        self._remotes = remotes

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """What can be connected, with its form."""
        return tuple(doors.platforms().values())

    def begin_sign_in(self, form: ConnectForm) -> PageSignIn:
        """An attempt to sign in by the store's own page. Calls nobody yet; `BadInput` for what is missing."""
        cleaned = self._clean(form)
        begin = doors.sign_ins().get(cleaned.platform)
        if begin is None:
            title = doors.platforms()[cleaned.platform].title
            raise BadInput(f"{title} has no sign-in by browser.")
        attempt = begin(cleaned.fields, cleaned.secrets, api_url=cleaned.api_url)
        return PageSignIn(form, attempt, self.test)

    def sign_in(
        self, form: ConnectForm, open_browser: Callable[[str], object], stop: threading.Event
    ) -> Tested:
        """The whole way by the browser; then test as usual."""
        return self.begin_sign_in(form).wait(open_browser, stop)

    def test(self, form: ConnectForm, signed_in: Mapping[str, str] | None = None) -> Tested:
        """Try the key. Raises the connector's own plain error; nothing is kept."""
        cleaned = self._clean(form)
        fresh: dict[str, str] = {**cleaned.secrets, **(signed_in or {})}
        for value in fresh.values():
            redactor.register(value)
        spec = ConnectionSpec(
            id="test",
            platform=cleaned.platform,
            name=cleaned.name,
            fields=cleaned.fields,
            api_url=cleaned.api_url,
            facts={},
            secret=fresh.get,
            save_secret=fresh.__setitem__,
        )
        connector = self._remotes.build(spec)
        try:
            report = connector.check()
        except Retry as error:
            raise _not_kept(error) from error
        finally:
            connector.close()
        kept = ConnectForm(cleaned.platform, cleaned.name, cleaned.fields, fresh, cleaned.api_url)
        return Tested(kept, report)

    def keep(self, tested: Tested) -> str:
        """Keep a tested connection: keys to the keyring first, then the row. Returns its id."""
        form = tested.form
        with self._database.read() as tx:
            known = connections.find(tx, form.name)
        if known is not None and known.platform != form.platform:
            raise BadInput(
                f"There is already a connection called “{form.name}”.", hint="Choose another name."
            )
        if known is not None and known.account_id != tested.report.account_id:
            raise BadInput(
                f"“{form.name}” is connected to another account.",
                hint="Choose another name, or disconnect the old one first.",
            )
        id_ = known.id if known else f"{form.platform}-{uuid.uuid4().hex[:8]}"
        self._keep_keys(self._owner_of(id_), form)
        kind = doors.platforms()[form.platform].kind.value
        routes.keep(
            self._database,
            NewConnection(
                id_, form.platform, kind, form.name, form.fields, form.api_url, tested.report
            ),
        )
        self._remotes.forget(id_)
        return id_

    def amend(self, connection_id: str, fields: Mapping[str, str]) -> None:
        """Note what the seller says of a connection that is kept: a statement, or the last day of its key.

        Needs neither key nor network. Raises `BadInput` for any other field.
        """
        with self._database.read() as tx:
            known = connections.find(tx, connection_id)
        if known is None:
            raise BadInput("There is no such connection.")
        platform = doors.platforms()[known.platform]
        if strange := set(fields) - {field.name for field in platform.fields if _is_said(field)}:
            raise BadInput(f"{min(strange)} can only be changed by connecting again.")
        said = {name: _said(platform, name, value) for name, value in fields.items()}
        routes.amend(self._database, connection_id, said)
        self._remotes.forget(connection_id)

    def _keep_keys(self, owner: str, form: ConnectForm) -> None:
        """The new key in place of the old one, of whatever kind that was."""
        kinds = {field.name for field in doors.platforms()[form.platform].secrets} | _RENEWED
        stale = [name for name in kinds - set(form.secrets) if self._credentials.get(owner, name)]
        if stale:
            self._credentials.forget(owner)
        for name, value in form.secrets.items():
            self._credentials.put(owner, name, value)

    def disconnect(self, connection_id: str, *, erase: bool = True) -> None:
        """Forget the key, and with `erase` the connection with all that hangs on it."""
        self._remotes.forget(connection_id)
        if erase:
            routes.forget(self._database, connection_id)
        else:
            routes.disconnect(self._database, connection_id)
        self._credentials.forget(self._owner_of(connection_id))

    def _clean(self, form: ConnectForm) -> ConnectForm:
        """What people really paste: blanks and quotes around keys. Raises `BadInput` for what is missing."""
        platform = doors.platforms().get(form.platform)
        if platform is None:
            raise BadInput(
                f"PodBridge does not know the platform “{form.platform}”.",
                hint=f"Known: {', '.join(sorted(doors.platforms()))}.",
            )
        if not form.name.strip():
            raise BadInput("Give the connection a name.")
        known = {one.name for one in platform.fields}
        strange = (set(form.fields) | set(form.secrets)) - known
        if strange:
            raise BadInput(
                f"{platform.title} has no field “{min(strange)}”.",
                hint=f"Fields: {', '.join(sorted(known))}.",
            )
        return ConnectForm(
            form.platform,
            form.name.strip(),
            {
                key: _said(platform, key, value)
                for key, value in form.fields.items()
                if value.strip()
            },
            {key: _pasted(value) for key, value in form.secrets.items() if value.strip()},
            form.api_url,
        )


def _not_kept(error: Retry) -> Retry:
    """The same trouble of a connection that is not there yet: nothing will try it again by itself."""
    error.message = f"{error.message.removesuffix(_BY_ITSELF).rstrip(' ;.')}."
    error.hint = f"{error.hint} {_NOTHING_KEPT}".strip()
    return error


def _is_said(field: FieldForm) -> bool:
    """Nothing of the connection itself hangs on it."""
    return field.kind is not FieldKind.TEXT


def _said(platform: Platform, name: str, value: str) -> str:
    """A field's value as it is kept. Raises `BadInput` for a day that is none."""
    told, field = _pasted(value), platform.field(name)
    if field is None:
        return told
    if field.kind is FieldKind.STATEMENT and told.casefold() in _YES:
        return field.states
    if field.kind is FieldKind.DAY:
        try:
            return date.fromisoformat(told).isoformat()
        except ValueError as error:
            raise BadInput(f"“{told}” is not a day.", hint="Write it like 2027-03-31.") from error
    return told


def _pasted(value: str) -> str:
    return value.strip().strip("\"'“”„‘’").strip()
