"""Make the secrets of the compose file: random ones, each in a file of `deploy/compose/secrets`.

Files are readable by all and their folder by its owner alone: Compose mounts each file by itself,
and what reads it in a container is another user. Secrets that are there are left as they are.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"


def made(random: str, other: str) -> dict[str, str]:
    """The content of each file.

    Args:
        random, other: two texts that nobody guesses, of letters and digits.
    """
    return {
        "postgres-password": random,
        "ledger-url": f"postgresql://boxline:{random}@postgres:5432/ledger",
        "s3-user": "boxline",
        "s3-password": other,
        "s3-credentials": (
            f"[default]\naws_access_key_id = boxline\naws_secret_access_key = {other}\n"
        ),
    }


def write(folder: Path) -> int:
    """Write what is not there; 0, or 1 where some are there and others are not."""
    folder.mkdir(mode=0o700, exist_ok=True)
    contents = made(secrets.token_hex(24), secrets.token_hex(24))
    there = sorted(name for name in contents if (folder / name).exists())
    if len(there) == len(contents):
        print(f"All secrets are in {folder} already.", file=sys.stderr)
        return 0
    if there:
        # Some of them repeat a password: new ones beside old ones would not fit.
        print(f"Only {', '.join(there)} in {folder}: bring the others back.", file=sys.stderr)
        return 1
    for name, text in contents.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(text)
        path.chmod(0o444)
    print(f"Secrets are in {folder}: keep them out of backups that others read.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(write(FOLDER))
