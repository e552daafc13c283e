"""A backup cannot be made there, or not be restored so: nothing was attempted."""

from __future__ import annotations

from collections.abc import Sequence

from boxline.errors.kinds import CallerError


class BadBackupFolder(CallerError, ValueError):
    """No backup of this home can be kept in that folder."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            f"{folder} cannot hold backups of this home: {why}. Give a folder that is empty, not "
            "there yet, or holds this home's earlier backups; best on another disk."
        )
        self.folder, self.why = folder, why


class NoBackup(CallerError, LookupError):
    """A folder holds no such generation."""

    def __init__(self, folder: str, wanted: str, held: Sequence[str]) -> None:
        what = f"no generation {wanted!r}" if wanted else "no whole backup"
        hint = (
            f"It holds {', '.join(held)}: `boxline restore {folder} --list`."
            if held
            else "Give the folder that `boxline backup` was given."
        )
        super().__init__(f"{folder} holds {what}. {hint}")
        self.folder, self.wanted = folder, wanted


class HomeNotEmpty(CallerError):
    """A backup can be restored only where nothing is that it would replace."""

    def __init__(self, home: str, newer: str) -> None:
        told = f" {newer}" if newer else ""
        super().__init__(
            f"The home {home} is not empty, and nothing is ever restored over what is there.{told} "
            f"Move it away (`mv {home} {home}.before`) and give the command again, or name "
            "another with --home."
        )
        self.home = home
