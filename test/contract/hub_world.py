"""The local Hub as huggingface_hub sees it, the users that work with it, and git's own view of its repos."""

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable
from typing import Any

HUB: dict[str, Any] = json.loads(sys.argv[2])
HOME = tempfile.mkdtemp(prefix="hf-eval-contract-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ |= {
    "HF_ENDPOINT": HUB["url"],
    "HF_HOME": HOME,
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}

from huggingface_hub import CommitOperationAdd, HfApi  # noqa: E402
from huggingface_hub.utils import logging  # noqa: E402

# The clients warn of what the checks provoke.
warnings.filterwarnings("ignore")
logging.set_verbosity_error()

connect = socket.socket.connect


def connect_here(self: socket.socket, address: Any) -> None:
    """Nothing leaves this machine, whatever a client has in mind."""
    if address[0] not in ("127.0.0.1", "localhost"):
        raise AssertionError(f"a client asked for {address}")
    connect(self, address)


socket.socket.connect = connect_here  # type: ignore[method-assign]

OWNER = HfApi(token=HUB["tokens"]["owner"])
STRANGER = HfApi(token=HUB["tokens"]["stranger"])
READER = HfApi(token=HUB["tokens"]["reader"])
NOBODY = HfApi(token=False)

CHECKS: dict[str, Callable[[], None]] = {}


def check(function: Callable[[], None]) -> Callable[[], None]:
    CHECKS[str(function.__doc__)] = function
    return function


def git(repo: str, *args: str) -> str:
    """What the system's git says of a repo."""
    done = subprocess.run(["git", "-C", HUB["dirs"][repo], *args], capture_output=True, check=True)
    return done.stdout.decode()


def equal(found: Any, expected: Any) -> None:
    assert found == expected, f"expected {expected!r}, found {found!r}"


def raises(error: type[Exception], call: Callable[[], Any], status: int | None = None, says: str = "") -> None:
    try:
        call()
    except error as raised:
        assert says in str(raised), str(raised)
        if status is not None:
            equal(raised.response.status_code, status)  # type: ignore[attr-defined]
        return
    raise AssertionError(f"expected {error.__name__}, nothing was raised")


def add(path: str, text: str) -> CommitOperationAdd:
    return CommitOperationAdd(path, text.encode())


