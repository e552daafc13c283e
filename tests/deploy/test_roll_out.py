"""`deploy/roll_out.py` against a real server: what is wanted answers, or what ran before is back.

The commands of clouds are stand-ins: executables that note how they were called and what they were
given, and fail where a test says so. What answers is `boxline serve` out of a wheel with a commit.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import targets
from deploy.roll_out import main
from tests.deploy.places import CLOUD_RUN, IMAGE, KUBERNETES, ROOT

COMMIT = "c" * 40
OTHER = "d" * 40
REPOSITORY = IMAGE.partition("@")[0]

STAND_IN = """\
#!{python}
import json, os, pathlib, sys
name, words = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
given = sys.stdin.read() if "-" in words else ""
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps([name, words, given]) + "\\n")
line = " ".join([name, *words])
for pattern, code, said in json.loads(os.environ["ANSWERS"]):
    if pattern in line:
        print(said, file=sys.stderr if code else sys.stdout)
        sys.exit(code)
"""

Call = tuple[str, list[str], str]


class Cloud:
    """The commands of clouds as a test has them."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._calls, self._patch = folder / "calls", patch
        self._calls.touch()
        self._answers: list[tuple[str, int, str]] = []
        patch.setenv("CALLS", str(self._calls))
        patch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        for name in ("kubectl", "gcloud", "docker", "git"):
            path = folder / name
            path.write_text(STAND_IN.format(python=sys.executable))
            path.chmod(0o755)
        self.answers("git rev-parse", f"{COMMIT}\n")
        self.answers("get deployment", json.dumps(deployment("7")))
        self.answers("services list", json.dumps(services("boxline-00004-abc")))
        self.answers("docker inspect", json.dumps([f"elsewhere@sha256:{'b' * 64}", IMAGE]))

    def answers(self, line: str, said: str, *, code: int = 0) -> None:
        """What a command with these words says; the newest rule counts."""
        self._answers.insert(0, (line.replace("git ", f"git -C {ROOT} "), code, said))
        self._patch.setenv("ANSWERS", json.dumps(self._answers))

    @property
    def calls(self) -> list[Call]:
        return [json.loads(line) for line in self._calls.read_text().splitlines()]

    @property
    def said(self) -> list[str]:
        """The calls as lines, without what they all have."""
        lines = [" ".join([name, *words]) for name, words, _ in self.calls]
        return [
            re.sub(r" --(project|region|location|quiet|namespace)[= ]?\S*", "", x) for x in lines
        ]


def deployment(revision: str) -> object:
    return {"metadata": {"annotations": {"deployment.kubernetes.io/revision": revision}}}


def services(revision: str) -> object:
    return [{"metadata": {"name": "boxline"}, "status": {"latestReadyRevisionName": revision}}]


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    folder = tmp_path / "bin"
    folder.mkdir()
    manifests = tmp_path / "kubernetes"
    manifests.mkdir()
    (manifests / "boxline.yaml").write_text(KUBERNETES.read_text().replace("CHANGE-ME", "ours"))
    monkeypatch.setattr(targets, "KUBERNETES", manifests)
    return Cloud(folder, monkeypatch)


@pytest.fixture(scope="module")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the commit that the wheel was built from; its address."""
    home = tmp_path_factory.mktemp("served") / "home"
    words = ("serve", "--no-schedule", "--port", "0", "--home", str(home))
    environment = {**os.environ, "PYTHONPATH": str(built)}
    with subprocess.Popen(
        [sys.executable, "-m", "boxline.cli", *words],
        env=environment,
        cwd=built,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr
        said = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said) or pytest.fail(said)
        yield found[0]
        running.terminate()


NOWHERE = "http://127.0.0.1:9"
WORDS = {
    "kubernetes": ("kubernetes", "--namespace", "n"),
    "cloud-run": ("cloud-run", "--project", "p", "--region", "r"),
}
BACK = {
    "kubernetes": "kubectl rollout undo deployment/boxline --to-revision=7",
    "cloud-run": "gcloud run services update-traffic boxline --to-revisions=boxline-00004-abc=100",
}
places = pytest.mark.parametrize("place", WORDS)


def roll_out(place: str, url: str, *more: str) -> int:
    return main([*WORDS[place], "--url", url, "--seconds", "0", "--image", IMAGE, *more])


@places
def test_the_wanted_commit_answers_and_all_is_well(
    place: str, cloud: Cloud, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roll_out(place, server) == 0
    assert f"answers as {COMMIT}" in capsys.readouterr().err
    assert BACK[place] not in cloud.said


@places
def test_where_another_commit_answers_what_ran_before_is_back(
    place: str, cloud: Cloud, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roll_out(place, server, "--commit", OTHER) == 1
    said = capsys.readouterr().err
    assert f"{COMMIT} answers, and {OTHER} was wanted" in said
    assert "Rolled back to" in said
    assert cloud.said[-1] == BACK[place]


@places
def test_where_nothing_answers_the_wait_ends_and_what_ran_before_is_back(
    place: str, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert roll_out(place, NOWHERE) == 1
    assert "nothing answers" in capsys.readouterr().err
    assert cloud.said[-1] == BACK[place]


def test_what_never_becomes_ready_is_told_in_the_place_s_words_and_is_gone_back_from(
    cloud: Cloud, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answers("rollout status", "error: timed out waiting for the condition", code=1)
    assert roll_out("kubernetes", server) == 1
    assert "timed out waiting for the condition" in capsys.readouterr().err
    assert cloud.said[-1] == BACK["kubernetes"]


@pytest.mark.parametrize("step", ["jobs replace", "add-iam-policy-binding", "services replace"])
def test_a_step_of_the_cloud_that_fails_is_gone_back_from(
    cloud: Cloud, server: str, step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answers(step, "ERROR: PERMISSION_DENIED", code=1)
    assert roll_out("cloud-run", server) == 1
    assert "PERMISSION_DENIED" in capsys.readouterr().err
    assert cloud.said[-1] == BACK["cloud-run"]


def test_a_first_rollout_that_fails_has_nothing_to_go_back_to_and_says_so(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answers("get deployment", "")
    assert roll_out("kubernetes", NOWHERE) == 1
    assert "Nothing ran before" in capsys.readouterr().err
    assert not any("rollout undo" in line for line in cloud.said)


def test_a_way_back_that_fails_too_is_shouted(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answers("rollout undo", "error: the server is gone", code=1)
    assert roll_out("kubernetes", NOWHERE) == 1
    said = capsys.readouterr().err
    assert "NOT ROLLED BACK to 7" in said
    assert "the server is gone" in said


@places
def test_what_is_applied_names_the_image_by_its_digest(
    place: str, cloud: Cloud, server: str
) -> None:
    assert roll_out(place, server) == 0
    applied = [given for _, _, given in cloud.calls if given]
    assert applied
    assert all("BOXLINE_IMAGE" not in re.sub(r"#.*", "", given) for given in applied)
    assert any(f"image: {IMAGE}" in given for given in applied)


def test_on_the_cloud_who_may_start_a_job_is_said_before_the_schedule_is_made(
    cloud: Cloud, server: str
) -> None:
    assert roll_out("cloud-run", server) == 0
    steps = [" ".join(line.split()[1:5]) for line in cloud.said]
    assert steps.index("run jobs add-iam-policy-binding boxline-probe") < steps.index(
        "scheduler jobs create http"
    )
    (made,) = [words for _, words, _ in cloud.calls if "create" in words]
    assert "--oauth-service-account-email=boxline-scheduler@p.iam.gserviceaccount.com" in made
    assert any(one.endswith("/namespaces/p/jobs/boxline-probe:run") for one in made)
    bound = next(words for _, words, _ in cloud.calls if "add-iam-policy-binding" in words)
    assert "--role=roles/run.invoker" in bound


def test_a_schedule_that_is_there_is_changed_and_not_made_twice(cloud: Cloud, server: str) -> None:
    there = [{"name": "projects/p/locations/r/jobs/boxline-probe"}]
    cloud.answers("scheduler jobs list", json.dumps(there))
    assert roll_out("cloud-run", server) == 0
    verbs = [words[2] for _, words, _ in cloud.calls if words[:2] == ["scheduler", "jobs"]]
    assert verbs == ["list", "update"]


def test_readers_are_sent_to_the_newest_again_after_a_way_back(cloud: Cloud, server: str) -> None:
    assert roll_out("cloud-run", server) == 0
    assert cloud.said[-1] == "gcloud run services update-traffic boxline --to-latest"


def test_an_image_is_built_of_the_commit_pushed_and_rolled_out_by_its_digest(
    cloud: Cloud, server: str
) -> None:
    words = [*WORDS["kubernetes"], "--url", server, "--seconds", "0"]
    assert main([*words, "--repository", REPOSITORY, "--extras", "postgres,s3"]) == 0
    build, push, inspect = [words for name, words, _ in cloud.calls if name == "docker"]
    assert {f"COMMIT={COMMIT}", "EXTRAS=postgres,s3"} <= set(build)
    assert (push, inspect[-1]) == (["push", f"{REPOSITORY}:{COMMIT}"], f"{REPOSITORY}:{COMMIT}")
    assert any(f"image: {IMAGE}" in given for _, _, given in cloud.calls)


@pytest.mark.parametrize(
    ("step", "said", "code"),
    [
        ("docker build", "no space left", 1),
        ("docker push", "denied", 1),
        ("docker inspect", "[]", 0),
    ],
)
def test_an_image_that_cannot_be_built_or_pushed_is_rolled_out_nowhere(
    cloud: Cloud, step: str, said: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answers(step, said, code=code)
    words = [*WORDS["kubernetes"], "--url", NOWHERE, "--repository", REPOSITORY]
    assert main(words) == 1
    assert said in (told := capsys.readouterr().err)
    assert "Nothing was rolled out" in told
    assert not any(name == "kubectl" for name, _, _ in cloud.calls)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--image", "boxline:latest"), "not pinned"),
        (("--image", IMAGE, "--commit", "main"), "no commit"),
        (("--image", IMAGE, "--token-file", "/no/such/file"), "/no/such/file"),
    ],
)
def test_misuse_ends_with_2_and_touches_nothing(
    cloud: Cloud, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*WORDS["kubernetes"], "--url", NOWHERE, *more]) == 2
    assert said in capsys.readouterr().err
    assert {name for name, _, _ in cloud.calls} <= {"git"}


def test_a_checkout_with_changes_is_not_rolled_out(
    cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.answers("git status", " M src/boxline/cli/app.py")
    assert roll_out("kubernetes", NOWHERE) == 2
    assert "changes that no commit has" in capsys.readouterr().err


def test_manifests_that_nobody_made_his_own_are_refused_before_anything_is_built(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(targets, "KUBERNETES", KUBERNETES.parent)
    assert main([*WORDS["kubernetes"], "--url", NOWHERE, "--repository", REPOSITORY]) == 2
    assert "CHANGE-ME is left" in capsys.readouterr().err
    assert {name for name, _, _ in cloud.calls} <= {"git"}


def test_a_command_that_is_not_installed_is_told(
    cloud: Cloud,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "bin" / "kubectl").unlink()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert roll_out("kubernetes", NOWHERE) == 1
    assert "`kubectl` is not installed here" in capsys.readouterr().err


def test_the_token_is_sent_and_never_told(
    cloud: Cloud, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "token").write_text("tell-nobody\n")
    assert roll_out("kubernetes", server, "--token-file", str(tmp_path / "token")) == 0
    assert "tell-nobody" not in capsys.readouterr().err
    assert not any("tell-nobody" in str(call) for call in cloud.calls)


def test_it_starts_as_the_documentation_says() -> None:
    words = [sys.executable, "-m", "deploy.roll_out", "--help"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "kubernetes" in done.stdout
    assert CLOUD_RUN.is_dir()
