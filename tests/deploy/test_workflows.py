"""The workflows: each action by its commit, no permission beyond need, no secret in sight."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.places import ROOT, locked, plain

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
#: The name of an action, its commit, and for people which release that is.
PINNED = re.compile(r"^[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
#: What each job of the release may do beyond reading.
WRITES = {
    "build": {"id-token", "attestations"},
    "publish": {"id-token"},
    "image": {"packages", "id-token", "attestations"},
}


def workflow(name: str) -> dict[str, Any]:
    found = yaml.safe_load((FOLDER / name).read_text())
    assert isinstance(found, dict)
    return found


def steps(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in told["jobs"].values():
        yield from job["steps"]


def unpinned(text: str) -> list[str]:
    """Lines that use an action by anything but its commit and release."""
    used = re.findall(r"^\s*(?:- )?uses:\s*(.+?)\s*$", text, re.MULTILINE)
    return [one for one in used if not PINNED.match(one)]


def writes(permissions: object) -> set[str]:
    """What is allowed beyond reading; `write-all` is everything."""
    if not isinstance(permissions, dict):
        return {str(permissions)}
    return {name for name, level in permissions.items() if level not in {"read", "none"}}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_action_is_used_by_its_commit(path: Path) -> None:
    assert "uses:" in path.read_text()
    assert unpinned(path.read_text()) == []


@pytest.mark.parametrize(
    "used",
    [
        "actions/checkout@main",
        "actions/checkout@v4",
        "actions/checkout@v4.2.2",
        f"actions/checkout@{'a' * 39} # v4.2.2",
        f"actions/checkout@{'a' * 40}",
        "./local",
        "docker://alpine:3",
    ],
)
def test_an_action_by_a_branch_a_tag_or_half_a_commit_is_found(used: str) -> None:
    assert unpinned(f"    steps:\n      - uses: {used}\n") == [used]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_a_job_says_what_more_it_may(path: Path) -> None:
    told = workflow(path.name)
    assert told["permissions"] == {"contents": "read"}
    more = {
        name: writes(job["permissions"])
        for name, job in told["jobs"].items()
        if "permissions" in job
    }
    assert more == (WRITES if path.name == "release.yml" else {})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_kept_secret_is_used_and_none_is_printed(path: Path) -> None:
    text = path.read_text()
    assert "secrets." not in text
    assert "pull_request_target" not in text
    for step in steps(workflow(path.name)):
        assert "token" not in step.get("run", "").lower()
        # What others may name (a branch, a title) becomes no part of a script.
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_checkout_leaves_no_key_behind_and_no_job_runs_for_ever(path: Path) -> None:
    told = workflow(path.name)
    for step in steps(told):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
    assert all(job["timeout-minutes"] <= 120 for job in told["jobs"].values())


def test_a_change_is_held_to_the_same_script_as_everywhere() -> None:
    assert [step["run"] for step in steps(workflow("ci.yml")) if "run" in step] == ["bash .ci/run"]


def before(told: dict[str, Any], job: str) -> set[str]:
    """The jobs that must have succeeded before a job begins."""
    needs = told["jobs"][job].get("needs", [])
    direct = {needs} if isinstance(needs, str) else set(needs)
    return direct.union(*(before(told, one) for one in direct))


def test_nothing_is_built_or_published_of_a_tag_before_it_passed_the_checks_of_a_change() -> None:
    told = workflow("release.yml")
    assert told["jobs"]["checks"] == workflow("ci.yml")["jobs"]["checks"]
    assert [name for name in told["jobs"] if "checks" not in {name, *before(told, name)}] == []
    # Where one of these stands, a job begins though what it needs has failed.
    assert not any({"if", "continue-on-error"} & job.keys() for job in told["jobs"].values())


def test_a_release_is_attested_described_and_published_without_a_token() -> None:
    told = workflow("release.yml")
    used = [step.get("uses", "").partition("@")[0] for step in steps(told)]
    assert used.count("actions/attest-build-provenance") == 2  # the files, and the image
    assert used.count("actions/attest-sbom") == 1
    (publish,) = (
        step for step in steps(told) if step.get("uses", "").startswith("pypa/gh-action-pypi")
    )
    assert "with" not in publish
    assert told["jobs"]["publish"]["environment"] == "pypi"
    (image,) = (
        step for step in steps(told) if step.get("uses", "").startswith("docker/build-push")
    )
    assert "COMMIT=${{ github.sha }}" in image["with"]["build-args"]


def test_an_image_is_named_in_small_letters_whatever_its_owner_is_called(tmp_path: Path) -> None:
    text = (FOLDER / "release.yml").read_text()
    (named,) = (one for one in steps(workflow("release.yml")) if one.get("id") == "named")
    output = tmp_path / "output"
    environment = {"GITHUB_REPOSITORY": "Some-Owner/Boxline", "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-ec", named["run"]], env=environment, check=True)
    assert output.read_text() == "image=ghcr.io/some-owner/boxline\n"
    assert "github.repository" not in text
    assert text.count("${{ steps.named.outputs.image }}") == 3


def test_the_targets_that_a_release_calls_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    called = re.findall(r"\bmake ([a-z-]+)", (FOLDER / "release.yml").read_text())
    assert called
    assert set(called) <= targets


def test_the_bill_of_materials_lists_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    recipe = re.search(r"^sbom:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert recipe
    (command,) = re.findall(r"cyclonedx-py ((?:.*\\\n)*.*)", recipe[1])
    words = command.replace("\\\n", " ").split()
    words[words.index("--output-file") + 1] = str(tmp_path / "sbom.json")
    tool = Path(sys.executable).parent / "cyclonedx-py"
    subprocess.run([tool, *words], check=True, cwd=ROOT, capture_output=True)
    told = json.loads((tmp_path / "sbom.json").read_text())
    listed = {plain(one["name"]): one["version"] for one in told["components"]}
    assert (told["bomFormat"], told["metadata"]["component"]["name"]) == ("CycloneDX", "boxline")
    assert listed == locked((ROOT / "requirements.lock").read_text())
    assert all(one["purl"].startswith("pkg:pypi/") for one in told["components"])
    assert all(
        any(reference.get("hashes") for reference in one["externalReferences"])
        for one in told["components"]
    )
