"""The connectors and the keyring, imported when first needed: the window shows its rows before either is.

Together they take a third of the start; nothing on the first screen asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from podbridge_desktop.connectors.api_client import Transport
    from podbridge_desktop.connectors.pictures import HttpPictures
    from podbridge_desktop.connectors.rate_limit import Pause
    from podbridge_desktop.connectors.registry import Connector, SignInBeginner
    from podbridge_desktop.credentials.keyring_store import KeyringStore
    from podbridge_desktop.credentials.passphrase_store import PassphraseStore
    from podbridge_desktop.domain.platforms import Platform
    from podbridge_desktop.domain.ports import Clock, ConnectionSpec


def build(
    spec: ConnectionSpec, *, pause: Pause, clock: Clock, transport: Transport | None
) -> Connector:
    """The connector of a connection; see `connectors.registry.build`."""
    from podbridge_desktop.connectors import registry  # noqa: PLC0415 - see the module's docstring

    return registry.build(
        spec, pause=pause, clock=clock, monotonic=clock.monotonic, transport=transport
    )


def platforms() -> Mapping[str, Platform]:
    """What can be connected, by key."""
    from podbridge_desktop.connectors.registry import PLATFORMS  # noqa: PLC0415

    return PLATFORMS


def sign_ins() -> Mapping[str, SignInBeginner]:
    """Signing in by a store's own page, by platform."""
    from podbridge_desktop.connectors.registry import SIGN_INS  # noqa: PLC0415

    return SIGN_INS


class LateFetcher:
    """Fetches product pictures; its client is made with the first one."""

    def __init__(self, transport: Transport | None) -> None:
        self._transport = transport
        self._inner: HttpPictures | None = None

    def fetch(self, url: str, *, this_computer: bool) -> bytes:
        """The bytes of a picture; see `domain.ports.PictureFetcher`."""
        if self._inner is None:
            from podbridge_desktop.connectors.pictures import HttpPictures  # noqa: PLC0415

            self._inner = HttpPictures(self._transport)
        return self._inner.fetch(url, this_computer=this_computer)


def os_keyring() -> KeyringStore:
    """The OS keyring. Raises `KeyringMissing` where there is no safe one."""
    from podbridge_desktop.credentials.keyring_store import KeyringStore  # noqa: PLC0415

    return KeyringStore()


def passphrase_store() -> type[PassphraseStore]:
    """Keys behind a passphrase; only those who use one pay for its ciphers."""
    from podbridge_desktop.credentials.passphrase_store import PassphraseStore  # noqa: PLC0415

    return PassphraseStore
