"""Work was attempted and stopped: by the machine, a deadline, a game, or another run."""

from __future__ import annotations

from boxline.errors.kinds import BoxlineError, WorkError


class HomeBusy(BoxlineError):
    """Another process works on this home, or holds its warehouse."""

    def __init__(self, home: str, holder: str, waited_seconds: float) -> None:
        super().__init__(
            f"The home {home} is held by {holder}; waited {waited_seconds:.0f} s. Wait for it to "
            "finish, or end that process: what it had committed stays. One that was stopped makes "
            "no progress: once its lease has lapsed, --take-over ends it and does its work."
        )
        self.holder = holder


class CannotTakeOver(BoxlineError):
    """The holder of the warehouse may not be ended: it is at work, or not ours to end."""

    def __init__(self, holder: str, why: str) -> None:
        super().__init__(
            f"{holder} holds the warehouse and was not ended: {why}. "
            "Wait, or end that process yourself: what it had committed stays."
        )
        self.holder = holder


class LeaseLost(BoxlineError):
    """This run stood still until its lease lapsed, and another has taken over."""

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"Run {run_id} lost its lease: it made no progress, and another run has taken over. "
            "What it had committed stays, the rest is the other's; nothing has to be done."
        )
        self.run_id = run_id


class WorkTimedOut(WorkError):
    """A piece of work took longer than it may, and was stopped.

    Args:
        what: which piece, where it is not all that is done of a dataset at once.
    """

    def __init__(self, dataset: str, seconds: float, what: str = "") -> None:
        named = f"{dataset}: {what}" if what else dataset
        whose = "such work has" if what else "it declares"
        super().__init__(
            f"{named}: stopped after {seconds:g} s, the deadline that {whose}. Nothing of it "
            "was committed, and the next run tries again. Give the machine more room, or declare "
            "deadline_seconds= anew."
        )
        self.dataset, self.seconds = dataset, seconds


class ComputeFailed(WorkError):
    """The warehouse could not carry out a dataset's query; nothing was committed."""

    def __init__(self, dataset: str, why: str) -> None:
        super().__init__(
            f"{dataset}: its query failed ({why}). Nothing was committed; mend its transform, or "
            "the rows that it reads."
        )
        self.dataset = dataset


class FunctionFailed(ComputeFailed):
    """The function that works out a dataset's rows failed; nothing was committed."""

    def __init__(self, dataset: str, why: str) -> None:
        WorkError.__init__(
            self,
            f"{dataset}: its function failed ({why}). Nothing was committed; mend the function, or "
            "the rows that it reads.",
        )
        self.dataset = dataset


class GameStarted(WorkError):
    """A game began while predictions for it were on their way; nothing was committed."""

    def __init__(self, dataset: str, count: int) -> None:
        super().__init__(
            f"{dataset}: {count} live rows were computed before their games and would have been "
            "committed after the start. Nothing was committed; the next run sees the games begun."
        )
        self.dataset = dataset


class DiskFull(BoxlineError):
    """There is no space left for a file that has to be written: the run ends, nothing is lost."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} cannot be written: the disk is full. Make room there and give the command "
            "again; what was committed stays, and what was not written whole is not visible."
        )
        self.path = path


class NotEnoughMemory(ComputeFailed):
    """A query needs more memory than the warehouse may use; nothing was committed."""

    def __init__(self, dataset: str) -> None:
        WorkError.__init__(
            self,
            f"{dataset}: its query needs more memory than the warehouse may use. Nothing was "
            "committed; set BOXLINE_WAREHOUSE_MEMORY higher than `boxline config show` says.",
        )
        self.dataset = dataset


class MachineRefused(WorkError):
    """The operating system refused a file: no permission, no space, a name that is too long."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"{path}: {why}. Check the path, its permissions and the free space; "
            "what was not written whole is not visible."
        )
        self.path = path


class StoreDamaged(WorkError):
    """A file of the home cannot be read as what it should be."""

    def __init__(self, path: str, why: str, next_step: str) -> None:
        super().__init__(f"{path} cannot be read: {why}. {next_step}")
        self.path, self.why, self.next_step = path, why, next_step


class ClusterLost(BoxlineError):
    """A cluster that computes for us does not answer, or has no machine to work on: the run ends,
    and what was committed before stays."""

    def __init__(self, master: str, why: str) -> None:
        super().__init__(
            f"{master}: {why}. Nothing of the window at hand was committed. Start the cluster, and "
            "give the command again; or unset BOXLINE_SPARK, and this machine computes it."
        )
        self.master, self.why = master, why
