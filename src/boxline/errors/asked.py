"""What was asked for cannot be: nothing was attempted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches

from boxline.errors.kinds import BoxlineError, CallerError


class CatalogError(BoxlineError):
    """The declarations do not close: something is declared that cannot be paired."""

    def __init__(self, problems: Sequence[str]) -> None:
        lines = "\n".join(f"  - {problem}" for problem in problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"The catalog does not close ({count}):\n{lines}")
        self.problems = tuple(problems)


class UnknownDataset(CallerError, LookupError):
    """No dataset has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        # People type the table without its schema, and each league may have one.
        close = [k for k in known if k.split(".")[-1] == name] or get_close_matches(name, known, 1)
        meant = " or ".join(map(repr, close))
        hint = f"Did you mean {meant}?" if close else "List them with `boxline datasets list`."
        super().__init__(f"No dataset is named {name!r}. {hint}")
        self.name = name


class BadDay(CallerError, ValueError):
    """A text is not a day of the calendar."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a day of the calendar. "
            "Write it as YYYY-MM-DD, for example 2025-01-15."
        )
        self.text = text


class BadInstant(CallerError, ValueError):
    """A text is not an instant with its offset from UTC."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not an instant. Write it with its zone, for example 2025-01-15T18:30:00Z."
        )
        self.text = text


class FetchedInFuture(CallerError, ValueError):
    """A reply is said to have been fetched after the present moment."""

    def __init__(self, fetched_at: datetime) -> None:
        super().__init__(
            f"{fetched_at.isoformat()} lies in the future, and a reply cannot have been fetched "
            "then. Check --fetched-at, its zone, and this machine's clock; nothing was landed."
        )
        self.fetched_at = fetched_at


class BadSandbox(CallerError, ValueError):
    """A simulated league was asked for that cannot be made, or cannot be served so."""


class BadWindow(CallerError, ValueError):
    """The days that were asked for contradict one another."""


class BadCutoff(CallerError, ValueError):
    """A text is not a number of minutes before a start."""

    def __init__(self, text: str, most: int) -> None:
        super().__init__(
            f"--cutoff {text!r} is not a whole number of minutes from 0 to {most}. "
            "Give the minutes before each start until which facts count, for example --cutoff 120."
        )
        self.text = text


class UnknownName(CallerError, LookupError):
    """Something was named that is not among what can be."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        close = get_close_matches(name, list(known), n=1)
        hint = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(known)}."
        super().__init__(f"Nothing is named {name!r}. {hint}")
        self.name = name


class UnknownBacktest(CallerError, LookupError):
    """No backtest has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        close = get_close_matches(name, list(known), n=1, cutoff=0.3)
        hint = f"Did you mean {close[0]!r}?" if close else "See `boxline backtest list`."
        super().__init__(f"No backtest is named {name!r}. {hint}")
        self.name = name


class UnknownRun(CallerError, LookupError):
    """No run has this id."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"No run has the id {run_id!r}. List them with `boxline runs list`.")
        self.run_id = run_id


class UnusableHome(CallerError):
    """The folder that was named as home cannot hold one."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(
            f"The home {path} cannot be used: {why}. "
            "Choose another with --home or BOXLINE_HOME, or check its permissions."
        )
        self.path = path


class NoSuchPath(CallerError, LookupError):
    """A path that the caller named does not exist."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: there is no such file or folder. Check the path.")
        self.path = path


class NotAReply(CallerError):
    """A dataset was named that no API reply can fill."""

    def __init__(self, dataset: str, known: Sequence[str]) -> None:
        super().__init__(
            f"{dataset} is not filled by API replies. `boxline land` fills {', '.join(known)}; "
            "archive files come in with `boxline import`."
        )
        self.dataset = dataset


class NothingPublished(CallerError):
    """There is no snapshot to read yet."""

    def __init__(self, home: str) -> None:
        super().__init__(
            f"Nothing is published in {home} yet. Run `boxline import PATH` and `boxline run` "
            "first, or name another home with --home."
        )


class BadQuery(CallerError):
    """A query cannot be answered by the snapshot."""


class QueryTooCostly(BadQuery):
    """A query needs more time or memory than it may take."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"The query was stopped: {what}. Ask for fewer days, columns or rows, aggregate in the "
            "query, or raise BOXLINE_QUERY_SECONDS or BOXLINE_QUERY_MEMORY."
        )


class SnapshotOutdated(CallerError):
    """What starts from the snapshot, or reads many tables of it, cannot do so with this one."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The snapshot will not do: {why}. Run `boxline run` first; it writes one."
        )


class UnknownReject(CallerError, LookupError):
    """No reject has this id."""

    def __init__(self, reject_id: str) -> None:
        super().__init__(
            f"No reject has the id {reject_id!r}. List them with `boxline rejects list`."
        )
        self.reject_id = reject_id


class UnknownCell(CallerError, LookupError):
    """No attempt at this cell has failed."""

    def __init__(self, dataset: str, cell: str) -> None:
        super().__init__(
            f"No attempt at {dataset} of {cell} has failed. List them with `boxline breakers list`."
        )
        self.dataset, self.cell = dataset, cell


class UnknownFinding(CallerError, LookupError):
    """No finding has this id."""

    def __init__(self, finding_id: str) -> None:
        super().__init__(
            f"No finding is {finding_id!r}. List them with `boxline findings list --all`."
        )
        self.finding_id = finding_id


class UnknownGame(CallerError, LookupError):
    """The calendar has no game of this id."""

    def __init__(self, game_id: str, known: Iterable[str]) -> None:
        close = get_close_matches(game_id, known, 1)
        hint = f"Did you mean {close[0]!r}?" if close else "Bring in a schedule that lists it."
        super().__init__(f"No game on the calendar has the id {game_id!r}. {hint}")
        self.game_id = game_id


class UnknownPlayer(CallerError, LookupError):
    """No player who ever appeared has this id or name, or several have the name."""

    def __init__(self, text: str, known: Iterable[str], *, same: Sequence[int] = ()) -> None:
        close = get_close_matches(text, known, 1)
        hint = f"Did you mean {close[0]!r}?" if close else "Give his id or his name as it appears."
        if same:
            hint = f"Give the id of one of them: {', '.join(map(str, same))}."
        who = "Several players are" if same else "No player who ever appeared is"
        super().__init__(f"{who} known by {text!r}. {hint}")
        self.text = text


class UnknownProp(CallerError, LookupError):
    """No prop of this name is predicted."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        super().__init__(f"No prop is named {text!r}. These are predicted: {', '.join(known)}.")
        self.text = text


class NoReason(CallerError, ValueError):
    """A gate is to be passed, and why is not said."""

    def __init__(self, option: str) -> None:
        super().__init__(f"{option} records the reason that you give. Write one.")


class BadParam(CallerError, ValueError):
    """A text is not a parameter of a request."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a parameter. Write it as NAME=VALUE, for example game_id=0022400001."
        )
        self.text = text


class BadNewDataset(CallerError, ValueError):
    """No new dataset can have this name."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name!r}: {why}. For example: nba_raw.bdl_season_averages.")
