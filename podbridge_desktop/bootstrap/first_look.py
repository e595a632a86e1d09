"""What the window can show before the workspace is open. Imports neither SQLAlchemy nor a connector."""

from __future__ import annotations

from podbridge_desktop.bootstrap.fit_folder import refuse_unfit
from podbridge_desktop.bootstrap.key_place import key_place
from podbridge_desktop.bootstrap.workspace import known_database_key
from podbridge_desktop.config import Config
from podbridge_desktop.domain.glance import Glance
from podbridge_desktop.storage.glance import glance

MOST = 40  # rows: more than a tall window shows


def first_look(config: Config) -> Glance | None:
    """The newest orders of this workspace; None where there is nothing to show yet.

    May wait for the keyring's own prompt: never on the GUI thread. Raises what opening the workspace would raise for
    a key store that cannot be used, so that nobody is asked twice.
    """
    workspace = config.workspace
    if not workspace.database.exists():
        return None
    refuse_unfit(workspace.folder)
    key = known_database_key(workspace, key_place(config))
    return None if key is None else glance(workspace.database, key, MOST)
