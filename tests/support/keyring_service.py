"""A real keyring of its own for the tests: a private D-Bus and an unlocked gnome-keyring in a temporary home.

Nothing of the person's own session is touched. Each process that asks gets its own, so it may run side by side.
"""

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from jeepney import MatchRule, message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from secretstorage.collection import Collection

from podbridge_desktop.credentials.secret_service import default_path

SECRETS = "org.freedesktop.secrets"
PATIENCE = 20.0  # seconds; it takes 0.3 on an idle machine


@contextmanager
def private_keyring() -> Iterator[dict[str, str]]:
    """Yields the environment in which a child process finds this keyring; this process finds it meanwhile too."""
    with ExitStack() as stack:
        # A short path of our own: pytest's may be longer than a socket's name can be.
        home = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="keyring-", ignore_cleanup_errors=True)
            )
        )
        env = os.environ | at_home(home)
        env.pop("GNOME_KEYRING_CONTROL", None)  # would lead to the person's own keyring
        env["DBUS_SESSION_BUS_ADDRESS"] = stack.enter_context(running_bus(home / "bus", env))
        stack.enter_context(running_keyring(env))
        stack.enter_context(pytest.MonkeyPatch.context()).setenv(
            "DBUS_SESSION_BUS_ADDRESS", env["DBUS_SESSION_BUS_ADDRESS"]
        )
        yield env


def at_home(home: Path) -> dict[str, str]:
    folders = {"HOME": home}
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        folders[variable] = home / variable.lower()
        folders[variable].mkdir(mode=0o700)
    return {variable: str(folder) for variable, folder in folders.items()}


@contextmanager
def running_bus(socket: Path, env: Mapping[str, str]) -> Iterator[str]:
    command = [
        "dbus-daemon",
        "--session",
        "--nofork",
        "--nopidfile",
        "--print-address=1",
        f"--address=unix:path={socket}",
    ]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as bus:
        try:
            assert bus.stdout is not None
            address = bus.stdout.readline().strip()
            assert address, "dbus-daemon did not start"
            yield address
        finally:
            bus.terminate()


@contextmanager
def running_keyring(env: Mapping[str, str]) -> Iterator[None]:
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with (
        open_dbus_connection(env["DBUS_SESSION_BUS_ADDRESS"]) as connection,
        subprocess.Popen(
            command,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as daemon,
    ):
        try:
            assert daemon.stdin is not None
            daemon.stdin.write("the password of a keyring that lives for one test run")
            daemon.stdin.close()
            wait_for_secrets(connection)
            wait_until_unlocked(connection)
            yield
        finally:
            daemon.terminate()


def wait_for_secrets(connection: DBusConnection) -> None:
    """Asks to be told of a new owner before looking whether there is one, so that none is missed in between."""
    rule = MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged")
    rule.add_arg_condition(0, SECRETS)
    with connection.filter(rule) as news:
        connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=PATIENCE)
        if not connection.send_and_get_reply(
            message_bus.NameHasOwner(SECRETS), timeout=PATIENCE
        ).body[0]:
            connection.recv_until_filtered(news, timeout=PATIENCE)


def wait_until_unlocked(connection: DBusConnection) -> None:
    """The service has its name before it has opened the keyring: whoever asks in between is asked for a password."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        path = default_path(connection)
        if path is not None and not Collection(connection, path).is_locked():
            return
        pause.wait(0.02)
    raise AssertionError("the keyring did not open")
