"""The application: its commands, where home is, and how an error ends it."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys

import typer

from boxline.cli import (
    acting,
    alerts,
    backtests,
    backups,
    breakers,
    completeness,
    datasets,
    demo,
    doctor,
    explain,
    fetching,
    findings,
    gaps,
    heal,
    loading,
    prune,
    queries,
    rejects,
    report,
    running,
    runs,
    sandbox,
    schedule,
    serve,
    settings,
    verify,
    why,
)
from boxline.cli.output import complain
from boxline.errors import BoxlineError, CallerError, DiskFull, MachineRefused

app = typer.Typer(
    name="boxline",
    help="Box scores and betting lines into graded player-prop predictions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("demo")(demo.demo)
app.command("import")(loading.import_files)
app.command("land")(loading.land)
app.command("fetch")(fetching.fetch)
app.command("plan")(running.plan)
app.command("run")(running.run)
app.command("work")(running.work)
app.command("status")(running.status)
app.command("gaps")(gaps.gaps)
app.command("heal")(heal.heal)
app.command("completeness")(completeness.completeness)
app.command("explain")(explain.explain)
app.command("why")(why.why)
app.command("sql")(queries.sql)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.command("backup")(backups.backup)
app.command("restore")(backups.restore)
app.command("verify")(verify.verify)
app.command("prune")(prune.prune)
app.command("schedule")(schedule.schedule)
app.command("version")(queries.version)

of_runs = typer.Typer(no_args_is_help=True, help="What past runs did.")
of_runs.command("list")(runs.list_runs)
of_runs.command("show")(runs.show_run)
of_runs.command("datasets")(runs.list_datasets)
app.add_typer(of_runs, name="runs")

of_reports = typer.Typer(no_args_is_help=True, help="What is told of a home as a whole.")
of_reports.callback()(report.reports)
of_reports.command("morning")(report.morning)
app.add_typer(of_reports, name="report")

of_rejects = typer.Typer(no_args_is_help=True, help="Rows that were refused, and why.")
of_rejects.command("list")(rejects.list_rejects)
of_rejects.command("show")(rejects.show_reject)
of_rejects.command("replay")(rejects.replay)
app.add_typer(of_rejects, name="rejects")

of_findings = typer.Typer(no_args_is_help=True, help="What is questionable about the data.")
of_findings.command("list")(findings.list_findings)
of_findings.command("show")(findings.show_finding)
of_findings.command("close")(findings.close)
app.add_typer(of_findings, name="findings")

of_breakers = typer.Typer(no_args_is_help=True, help="Work that failed and is left alone.")
of_breakers.command("list")(breakers.list_breakers)
of_breakers.command("show")(breakers.show_breaker)
of_breakers.command("clear")(breakers.clear)
app.add_typer(of_breakers, name="breakers")

of_alerts = typer.Typer(no_args_is_help=True, help="What fires, and whether it was told.")
of_alerts.command("list")(alerts.list_alerts)
of_alerts.command("show")(alerts.show_alert)
of_alerts.command("check")(alerts.check)
of_alerts.command("acknowledge")(alerts.acknowledge)
of_alerts.command("deliveries")(alerts.list_deliveries)
of_alerts.command("test")(alerts.test)
app.add_typer(of_alerts, name="alerts")

of_datasets = typer.Typer(no_args_is_help=True, help="What is declared, and what reads what.")
of_datasets.command("list")(datasets.list_all)
of_datasets.command("show")(datasets.show)
of_datasets.command("lineage")(datasets.lineage)
of_datasets.command("pages")(datasets.write_pages)
of_datasets.command("new")(datasets.new)
app.add_typer(of_datasets, name="datasets")

of_providers = typer.Typer(
    no_args_is_help=True, help="Who sends data, and how one stands with them."
)
of_providers.command("list")(fetching.list_providers)
of_providers.command("show")(fetching.show_provider)
of_providers.command("probe")(fetching.probe)
app.add_typer(of_providers, name="providers")

of_backtests = typer.Typer(help="Past days predicted as they would have been, and judged.")
of_backtests.callback(invoke_without_command=True)(backtests.backtest)
of_backtests.command("list")(backtests.list_backtests)
of_backtests.command("show")(backtests.show)
app.add_typer(of_backtests, name="backtest")

of_settings = typer.Typer(no_args_is_help=True, help="What can be set, and where it was.")
of_settings.command("show")(settings.show)
app.add_typer(of_settings, name="config")

of_tokens = typer.Typer(no_args_is_help=True, help="Who may act over HTTP.")
of_tokens.command("new")(acting.new_token)
of_tokens.command("list")(acting.list_tokens)
of_tokens.command("revoke")(acting.revoke_token)
app.add_typer(of_tokens, name="tokens")

of_audit = typer.Typer(no_args_is_help=True, help="What was asked of servers that acts.")
of_audit.command("list")(acting.list_audit)
app.add_typer(of_audit, name="audit")

of_sandbox = typer.Typer(no_args_is_help=True, help="A simulated league behind real servers.")
of_sandbox.command("serve")(sandbox.serve)
app.add_typer(of_sandbox, name="sandbox")


def main() -> None:
    """Run a command: exit 0 fine, 1 work failed or problems were found, 2 misuse."""
    # What a plan is made from lives until it is made: to look for garbage in it every 700 objects,
    # as Python does, is a tenth of a night with nothing to do.
    gc.set_threshold(100_000)
    # All of it goes with the process: to look for garbage once more as it ends is for nothing.
    atexit.register(gc.disable)
    try:
        app(prog_name="boxline")
    except CallerError as error:
        complain(error)
        sys.exit(2)
    except BoxlineError as error:
        complain(error)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not a failure, and nothing to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            complain(DiskFull(str(error.filename or "A file")))
            sys.exit(1)
        complain(MachineRefused(str(error.filename or "A file"), error.strerror or str(error)))
        sys.exit(1)
