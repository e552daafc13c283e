"""The image: out of the locks, by digest, as nobody special. No daemon builds it here: its steps
are looked at, and the wheel that it installs is built for real."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from boxline.web.api import probes
from deploy.pick_locked import needed, read_lock, roots_of
from tests.deploy.places import ROOT, locked

TEXT = (ROOT / "Dockerfile").read_text()
#: Each instruction with its words: comments gone, lines joined.
STEPS = [
    line.split(maxsplit=1)
    for line in re.sub(
        r"\\\n\s*", " ", re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE)
    ).splitlines()
    if line.strip()
]
COMMIT = "c" * 40

LOCK = """\
# by make lock
alpha==1.0 \\
    --hash=sha256:aa
    # via boxline (pyproject.toml)
beta[extra]==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via
    #   alpha
    #   gamma
gamma_ray==3.0 \\
    --hash=sha256:dd
    # via boxline (pyproject.toml)
delta==4.0 \\
    --hash=sha256:ee
    # via beta
"""


def words(instruction: str) -> list[str]:
    return [rest for name, rest in STEPS if name == instruction]


def unpinned(dockerfile: str) -> list[str]:
    """Bases that are not named by a digest, other stages apart."""
    bases = re.findall(
        r"^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", dockerfile, re.MULTILINE | re.IGNORECASE
    )
    stages = {stage for _, stage in bases if stage}
    return [
        base for base, _ in bases if base not in stages and not re.search(r"@sha256:\w{64}$", base)
    ]


def test_every_base_stands_by_its_digest_and_all_are_one() -> None:
    assert unpinned(TEXT) == []
    assert len({base.split()[0] for base in words("FROM")}) == 1


def test_a_base_that_is_not_pinned_is_found() -> None:
    assert unpinned("FROM python:3.13-slim AS one\nFROM one\n") == ["python:3.13-slim"]
    assert unpinned("ARG B=x\nFROM --platform=linux/amd64 $B\n") == ["$B"]


def test_it_runs_as_a_user_by_number_who_is_not_root() -> None:
    (user,) = words("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)


def test_its_health_is_asked_for_where_the_server_tells_it() -> None:
    (check,) = words("HEALTHCHECK")
    (path,) = re.findall(r"http://127\.0\.0\.1:(\d+/\w+)'", check)
    (served,) = [json.loads(one) for one in words("CMD")]
    port, _, route = path.partition("/")
    assert served[served.index("--port") + 1] == port == words("EXPOSE")[0]
    assert f"/{route}" in {one.path for one in probes.router.routes if isinstance(one, APIRoute)}


def test_it_tells_the_commit_and_is_not_built_without_one() -> None:
    assert any('org.opencontainers.image.revision="$COMMIT"' in one for one in words("LABEL"))
    (guard,) = [one for one in words("RUN") if "grep -Eqx" in one]
    shell = ["sh", "-c", guard]
    for commit, ends in ((COMMIT, 0), ("", 1), ("main", 1), (COMMIT[:12], 1)):
        done = subprocess.run(
            shell, env={**os.environ, "COMMIT": commit}, capture_output=True, check=False
        )
        assert done.returncode == ends


def test_whatever_is_missing_ends_the_build_as_the_user_who_will_run_it() -> None:
    (check,) = [n for n, (name, rest) in enumerate(STEPS) if "boxline doctor --imports" in rest]
    assert STEPS[check][0] == "RUN"
    assert [name for name, _ in STEPS[:check] if name == "USER"] == ["USER"]


@pytest.mark.parametrize(
    ("extras", "said"),
    [("", []), ("s3", ["--extra", "s3"]), ("s3,gcs", ["--extra", "s3", "--extra", "gcs"])],
)
def test_the_extras_that_are_asked_for_are_looked_for(extras: str, said: list[str]) -> None:
    (check,) = [rest for _, rest in STEPS if "boxline doctor --imports" in rest]
    shown = "echo " + check.partition(" && ")[0].partition("boxline doctor --imports")[2]
    environment = {**os.environ, "EXTRAS": extras}
    words = ["sh", "-c", shown]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert shlex.split(done.stdout) == said


@pytest.mark.parametrize(
    ("extras", "has_java"), [("", False), ("s3", False), ("spark", True), ("s3,spark,gcs", True)]
)
def test_an_image_with_spark_has_what_spark_runs_on(extras: str, has_java: bool) -> None:
    (install,) = [rest for name, rest in STEPS if name == "RUN" and "apt-get install" in rest]
    given = install.partition("--no-install-recommends")[2].partition(" && ")[0]
    environment = {**os.environ, "EXTRAS": extras}
    words = ["sh", "-c", f"echo {given}"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["libgomp1", *(["default-jre-headless"] if has_java else [])]
    # `ARG` holds from where it stands to the end of its stage.
    assert [name for name, rest in STEPS if rest == 'EXTRAS=""' or "apt-get install" in rest] == [
        "ARG",
        "ARG",
        "RUN",
    ]


def test_everything_is_installed_by_hash_and_what_is_built_without_asking_further() -> None:
    installs = [
        one
        for rest in words("RUN")
        for one in rest.split("&&")
        if re.search(r"pip (install|wheel)", one)
    ]
    assert len(installs) == 4
    for one in installs:
        assert "--require-hashes" in one or "--no-deps" in one


def test_nothing_enters_the_image_but_what_is_named() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert next(line for line in lines if line and not line.startswith("#")) == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        source
        for rest in words("COPY")
        if not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert copied == allowed


def test_a_package_is_picked_with_all_that_it_brings_and_their_hashes() -> None:
    found = needed(read_lock(LOCK), ["Alpha"])
    assert [one.name for one in found] == ["alpha", "beta", "delta"]
    assert found[1].text.startswith("beta[extra]==2.0 ; sys_platform == 'win32' \\\n")
    assert "sha256:bb" in found[1].text
    assert "sha256:cc" in found[1].text
    assert not any("#" in one.text for one in found)


def test_what_is_in_no_lock_is_refused() -> None:
    with pytest.raises(LookupError, match="epsilon not in the lock"):
        needed(read_lock(LOCK), ["alpha", "epsilon"])


def test_what_developers_have_is_no_extra_of_an_image() -> None:
    project = {"dependencies": ["a>=1"], "optional-dependencies": {"dev": ["b"], "s3": ["c[x]<2"]}}
    assert roots_of(project, ["s3"]) == ["a", "c"]
    with pytest.raises(LookupError, match="'dev'"):
        roots_of(project, ["dev"])


@pytest.mark.parametrize(
    ("extras", "has", "lacks"),
    [
        ("", "duckdb", "pytest"),
        ("postgres,s3", "psycopg-binary", "pyspark"),
        ("bigquery,gcs", "google-cloud-bigquery", "moto"),
    ],
)
def test_an_image_has_what_its_extras_bring_and_no_tool_of_developers(
    extras: str, has: str, lacks: str
) -> None:
    done = pick("--extras", extras)
    found = locked(done.stdout)
    lock = locked((ROOT / f"requirements{'-scale' if extras else ''}.lock").read_text())
    assert found.items() <= lock.items()
    assert has in found
    assert not {lacks, "ruff", "mypy", "hypothesis"} & found.keys()
    entries = re.split(r"\n(?=\S)", done.stdout.strip())
    assert len(entries) == len(found)
    assert all("--hash=sha256:" in entry for entry in entries)


def test_an_extra_that_is_none_is_misuse() -> None:
    done = pick("--extras", "postgre")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'postgre'" in done.stderr
    assert "postgres" in done.stderr


def pick(*asked: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(ROOT / "deploy" / "pick_locked.py"), *asked]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_the_wheel_tells_the_commit_that_it_was_built_from(built: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "boxline.cli", "version", "--json"],
        env={**os.environ, "PYTHONPATH": str(built)},
        cwd=built,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(found.stdout)["commit"] == COMMIT
