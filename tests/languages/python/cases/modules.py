from __future__ import annotations

import hashlib
import os.path
import Crypto.Cipher.AES as aes, ssl
from . import settings
from .keys import load_key as key, unlock
from ..shared.store import *
from requests import Session

try:
    import simplejson as json
except ImportError:
    import json

SALT = b"pepper\x00"
ROUNDS: Final[int] = 1_000
first, second = "a", 0x10
a = b = "both"
debug = False
debug = os.environ.get("DEBUG") == "1"
counter = 0
if debug:
    level = "verbose"
else:
    level = "quiet"


def count():
    global counter
    counter += 1
    import uuid
    return uuid.uuid4()


if __name__ == "__main__":
    print(count())
