"""The manifests: what is done by the clock has exactly one invoker who may start it, every name is
one of Boxline's, every image is pinned, every probe is answered, and nobody is root."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from fastapi.routing import APIRoute

from boxline.cli.app import app
from boxline.config import Settings
from boxline.config.reading import explain_settings, variables_of
from boxline.web.api import probes
from boxline.web.scheduling.jobs import JOBS
from deploy.compose.make_secrets import made, write
from deploy.manifests import Unfit, containers, documents, filled, images
from tests.deploy.places import CLOUD_RUN, COMPOSE, DEPLOY, IMAGE, KUBERNETES

KUBE = documents(KUBERNETES)
SERVICE = documents(CLOUD_RUN / "service.yaml")
RUN_JOBS = documents(CLOUD_RUN / "jobs.yaml")
(TOLD,) = documents(CLOUD_RUN / "schedules.yaml")
COMPOSED = yaml.safe_load(COMPOSE.read_text())
OURS = [one for name, one in COMPOSED["services"].items() if name in {"serve", "worker"}]
EVERY = sorted([KUBERNETES, *CLOUD_RUN.glob("*.yaml")])

COMMAND = typer.main.get_command(app)
ROUTES = {one.path for one in probes.router.routes if isinstance(one, APIRoute)}

Document = dict[str, Any]


def of_kind(found: Iterable[Document], *kinds: str) -> list[Document]:
    return [one for one in found if one["kind"] in kinds]


def words_of(container: Document) -> list[str]:
    return [str(word) for word in container["args"]]


# What is done by the clock, and by whom.


def invoked(serving: Iterable[Sequence[str]], started: Iterable[Sequence[str]]) -> Counter[str]:
    """How often each job of `boxline schedule` is started: by servers, and by other commands."""
    found: Counter[str] = Counter()
    for words in serving:
        if words[0] == "serve" and "--no-schedule" not in words:
            found.update(job.name for job in JOBS)
    for words in started:
        found.update(job.name for job in JOBS if tuple(words) == job.command and not job.is_live)
    return found


def unallowed(told: Document, jobs: Iterable[str]) -> list[str]:
    """Schedules that start what is not there, or as somebody who may not."""
    may = {
        (one["job"], one["member"])
        for one in told["invokers"]
        if one["role"] == "roles/run.invoker"
    }
    wrong = []
    for one in told["schedules"]:
        if one["job"] not in set(jobs):
            wrong.append(f"{one['name']} starts {one['job']}, which is not there")
        if (one["job"], f"serviceAccount:{one['serviceAccount']}") not in may:
            wrong.append(f"{one['serviceAccount']} may not start {one['job']}")
    return wrong


SERVERS = {
    "kubernetes": [words_of(c) for one in of_kind(KUBE, "Deployment") for c in containers(one)],
    "cloud-run": [words_of(c) for one in SERVICE for c in containers(one)],
    "compose": [[str(word) for word in one["command"]] for one in OURS],
}
RUN_JOB_WORDS = {one["metadata"]["name"]: words_of(next(containers(one))) for one in RUN_JOBS}
STARTED = {
    "kubernetes": [words_of(c) for one in of_kind(KUBE, "CronJob") for c in containers(one)],
    "cloud-run": [RUN_JOB_WORDS[one["job"]] for one in TOLD["schedules"]],
    "compose": [],
}


@pytest.mark.parametrize("place", SERVERS)
def test_everything_that_is_due_by_the_clock_is_started_by_exactly_one(place: str) -> None:
    assert invoked(SERVERS[place], STARTED[place]) == {job.name: 1 for job in JOBS}


def test_a_job_that_nobody_starts_or_two_do_is_found() -> None:
    assert invoked([["serve", "--no-schedule"]], [])["self-heal"] == 0
    assert invoked([["serve"]], [["heal"]])["self-heal"] == 2


def test_whoever_starts_a_job_by_the_clock_may() -> None:
    assert TOLD["schedules"]
    assert unallowed(TOLD, RUN_JOB_WORDS) == []


def test_whoever_may_start_a_job_starts_it_and_may_nothing_else() -> None:
    needed = {
        (one["job"], "roles/run.invoker", f"serviceAccount:{one['serviceAccount']}")
        for one in TOLD["schedules"]
    }
    assert {(one["job"], one["role"], one["member"]) for one in TOLD["invokers"]} == needed


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"invokers": []}, "may not start"),
        ({"invokers": [TOLD["invokers"][0] | {"role": "roles/run.viewer"}]}, "may not start"),
        ({"invokers": [TOLD["invokers"][0] | {"member": "allUsers"}]}, "may not start"),
        ({"schedules": [TOLD["schedules"][0] | {"job": "boxline-prob"}]}, "which is not there"),
    ],
)
def test_a_schedule_without_permission_or_without_a_job_is_found(
    change: Document, found: str
) -> None:
    assert found in " ".join(unallowed(TOLD | change, RUN_JOB_WORDS))


def test_times_are_eastern_as_all_are() -> None:
    zones = [one["timeZone"] for one in TOLD["schedules"]]
    zones += [one["spec"]["timeZone"] for one in of_kind(KUBE, "CronJob")]
    assert set(zones) == {"America/New_York"}


# What is started exists, and what it names does.


def misused(words: Sequence[str]) -> str:
    """Why a command line is none of Boxline's; empty where it is one."""
    command: Any = COMMAND
    rest = list(words)
    while hasattr(command, "commands"):
        if not rest or rest[0] not in command.commands:
            return f"no command {rest[:1]}"
        command = command.commands[rest.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts}
    unknown = [word for word in rest if word.startswith("--") and word not in known]
    return f"no option {unknown}" if unknown else ""


COMMANDS = {
    " ".join(words): words
    for some in (*SERVERS.values(), STARTED["kubernetes"], RUN_JOB_WORDS.values())
    for words in some
}


@pytest.mark.parametrize("line", COMMANDS)
def test_what_is_started_is_a_command_of_boxline(line: str) -> None:
    assert misused(COMMANDS[line]) == ""


def test_a_command_that_is_none_is_found() -> None:
    assert misused(["heel"]) == "no command ['heel']"
    assert misused(["serve", "--no-shedule"]) == "no option ['--no-shedule']"


def variables(found: object) -> Iterator[str]:
    """Every environment variable of ours that a manifest sets."""
    for one in containers(found):
        yield from (entry["name"] for entry in one.get("env", ()))


KNOWN = {name for each in fields(Settings) for name in variables_of(each.name)}
SET = {
    "kubernetes": [
        *(name for one in KUBE for name in variables(one)),
        *(name for one in of_kind(KUBE, "ConfigMap") for name in one["data"]),
    ],
    "cloud-run": [name for one in (*SERVICE, *RUN_JOBS) for name in variables(one)],
    "compose": [name for one in OURS for name in one["environment"]],
}


@pytest.mark.parametrize("place", SET)
def test_every_variable_is_a_setting_of_ours_or_a_cloud_s_own(place: str) -> None:
    ours = {name for name in SET[place] if not name.startswith("AWS_")}
    assert "BOXLINE_HOME" in ours
    assert ours <= KNOWN


@pytest.mark.parametrize("one", of_kind(KUBE, "Deployment", "CronJob"), ids=lambda one: one["kind"])
def test_no_variable_of_the_kubelet_s_is_taken_for_a_setting(one: Document) -> None:
    (service,) = of_kind(KUBE, "Service")
    linked = service["metadata"]["name"].upper() + "_SERVICE_HOST"
    assert linked.startswith("BOXLINE_")
    assert linked not in KNOWN
    assert pod_of(one)["enableServiceLinks"] is False


def handed_on(service: Document) -> dict[str, str]:
    """What Compose takes out of its caller's environment: variable -> how it is written."""
    told = service["environment"].items()
    return {name: value for name, value in told if str(value).startswith("${")}


@pytest.mark.parametrize("service", OURS, ids=["serve", "worker"])
def test_compose_hands_on_every_provider_s_key_and_an_empty_one_is_none(
    service: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {
        f"BOXLINE_{each.name.upper()}" for each in fields(Settings) if each.name.endswith("_key")
    }
    passed = handed_on(service)
    assert {"BOXLINE_BALLDONTLIE_KEY", "BOXLINE_ODDS_API_KEY"} <= keys <= passed.keys()
    for name, value in passed.items():
        assert value == f"${{{name}:-}}"
        monkeypatch.setenv(name, "")
    settings = {read.name: read for read in explain_settings(Path("/data"))}
    emptied = [settings[name.removeprefix("BOXLINE_").lower()] for name in passed]
    assert {read.source for read in emptied} == {"default"}


def test_what_a_pod_names_is_declared_beside_it() -> None:
    names = {(one["kind"], one["metadata"]["name"]) for one in KUBE}
    for one in of_kind(KUBE, "Deployment", "CronJob"):
        pod = pod_of(one)
        assert ("ServiceAccount", pod["serviceAccountName"]) in names
        volumes = {volume["name"] for volume in pod["volumes"]}
        for volume in pod["volumes"]:
            if "persistentVolumeClaim" in volume:
                claim = volume["persistentVolumeClaim"]["claimName"]
                assert ("PersistentVolumeClaim", claim) in names
        for container in pod["containers"]:
            assert {mount["name"] for mount in container["volumeMounts"]} == volumes
            for source in container["envFrom"]:
                assert ("ConfigMap", source["configMapRef"]["name"]) in names


def test_the_service_and_its_selectors_find_the_server() -> None:
    (service,) = of_kind(KUBE, "Service")
    (server,) = of_kind(KUBE, "Deployment")
    labels = server["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    assert server["spec"]["selector"]["matchLabels"].items() <= labels.items()
    (container,) = containers(server)
    assert service["spec"]["ports"][0]["targetPort"] in {one["name"] for one in container["ports"]}


def test_a_home_has_one_writer() -> None:
    (server,) = of_kind(KUBE, "Deployment")
    assert (server["spec"]["replicas"], server["spec"]["strategy"]["type"]) == (1, "Recreate")


# Nobody is root, nothing is without a limit, every probe is answered.


def pod_of(one: Document) -> Document:
    spec = one["spec"]
    spec = spec["jobTemplate"]["spec"] if one["kind"] == "CronJob" else spec
    found = spec["template"]["spec"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("one", of_kind(KUBE, "Deployment", "CronJob"), ids=lambda one: one["kind"])
def test_a_pod_is_nobody_special_and_may_write_to_its_volumes_alone(one: Document) -> None:
    pod = pod_of(one)
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]["limits"]) == {"cpu", "memory"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    assert not any("hostPath" in volume for volume in pod["volumes"])


@pytest.mark.parametrize("name", COMPOSED["services"])
def test_no_service_of_compose_is_root_and_what_is_reached_is_reached_from_here(name: str) -> None:
    service = COMPOSED["services"][name]
    assert str(service["user"]).partition(":")[0] not in {"", "0", "root"}
    assert "privileged" not in service
    assert "cap_add" not in service
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


def test_every_container_of_the_cloud_has_its_limits() -> None:
    for one in (*SERVICE, *RUN_JOBS):
        for container in containers(one):
            assert set(container["resources"]["limits"]) == {"cpu", "memory"}


def probed(container: Document) -> Iterator[Document]:
    yield from (asked["httpGet"] for name, asked in container.items() if name.endswith("Probe"))


@pytest.mark.parametrize(
    "server", [*of_kind(KUBE, "Deployment"), *SERVICE], ids=lambda one: one["kind"]
)
def test_every_probe_asks_for_what_is_answered_by_a_name_that_is_known(server: Document) -> None:
    (container,) = containers(server)
    asked = list(probed(container))
    ports = {
        one.get("name", one["containerPort"]): one["containerPort"] for one in container["ports"]
    }
    words = words_of(container)
    assert len(asked) >= 2
    for one in asked:
        assert one["path"] in ROUTES
        assert ports[one["port"]] == int(words[words.index("--port") + 1])
        assert one["httpHeaders"] == [{"name": "Host", "value": "localhost"}]


# Images, placeholders and secrets.


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_an_image_of_ours_is_put_in_by_its_digest_when_it_is_rolled_out(path: Path) -> None:
    named = {image for one in documents(path) for image in images(one)}
    assert named <= {"BOXLINE_IMAGE"}


def test_every_image_of_compose_that_is_not_built_here_is_pinned() -> None:
    foreign = [one["image"] for one in COMPOSED["services"].values() if "build" not in one]
    assert len(foreign) == 3
    assert all(re.fullmatch(r"\S+:\S+@sha256:[0-9a-f]{64}", image) for image in foreign)


VALUES = {"BOXLINE_IMAGE": IMAGE, "BOXLINE_HOST": "boxline.example", "PROJECT": "some-project"}


@pytest.mark.parametrize("path", sorted(CLOUD_RUN.glob("*.yaml")), ids=lambda path: path.name)
def test_all_is_filled_in_and_nothing_else_changes(path: Path) -> None:
    text = filled(path, VALUES)
    assert len(list(yaml.safe_load_all(text))) == len(documents(path))
    assert "PROJECT" not in re.sub(r"#.*", "", text)


@pytest.mark.parametrize(
    "image", ["boxline", "boxline:latest", f"boxline:1@sha256:{'a' * 63}", "boxline@sha256:WANTED"]
)
def test_an_image_that_is_not_pinned_is_refused(image: str) -> None:
    with pytest.raises(Unfit, match="not pinned"):
        filled(CLOUD_RUN / "service.yaml", VALUES | {"BOXLINE_IMAGE": image})


def test_a_placeholder_that_is_left_is_refused_with_its_line() -> None:
    with pytest.raises(Unfit, match=r"CHANGE-ME is left in 'BOXLINE_LANDING: s3"):
        filled(KUBERNETES, VALUES)


def test_no_secret_is_written_into_a_manifest() -> None:
    for path in (*EVERY, COMPOSE):
        assert not re.search(r"://[^/\s]+:[^/\s]+@", path.read_text()), path
    assert of_kind(KUBE, "Secret") == []


def test_the_secrets_of_compose_are_those_that_are_made() -> None:
    declared = COMPOSED["secrets"]
    assert {told["file"] for told in declared.values()} == {f"secrets/{name}" for name in declared}
    assert set(made("a", "b")) == set(declared)
    for name, service in COMPOSED["services"].items():
        text = str(service)
        mounted = set(re.findall(r"/run/secrets/([\w-]+)", text))
        assert mounted == set(service.get("secrets", ())), name


def test_secrets_are_random_fit_one_another_and_are_never_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert write(folder) == 0
    first = {path.name: path.read_text() for path in folder.iterdir()}
    assert first["postgres-password"] in first["ledger-url"]
    assert first["s3-password"] in first["s3-credentials"]
    assert first["postgres-password"] != first["s3-password"]
    assert (folder.stat().st_mode & 0o777, len(first["s3-password"])) == (0o700, 48)
    assert write(folder) == 0
    assert {path.name: path.read_text() for path in folder.iterdir()} == first
    (folder / "s3-user").unlink()
    assert write(folder) == 1
    assert not (folder / "s3-user").exists()


def test_secrets_are_kept_out_of_the_repository() -> None:
    lines = (DEPLOY.parent / ".gitignore").read_text().splitlines()
    assert "/deploy/compose/secrets/" in lines
