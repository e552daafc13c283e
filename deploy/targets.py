"""Where Boxline is rolled out to, as the commands of each place."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from deploy.manifests import Unfit, documents, filled

KUBERNETES = Path(__file__).resolve().parent / "kubernetes"
CLOUD_RUN = Path(__file__).resolve().parent / "cloud-run"


class Failed(Exception):
    """A command of the place failed; the message has what it said."""


def run(words: Sequence[str], *, given: str = "", seconds: float = 600) -> str:
    """What a command prints.

    Raises:
        Failed: it is not there, ends with anything but 0, or takes too long.
    """
    try:
        done = subprocess.run(
            words, input=given, capture_output=True, text=True, timeout=seconds, check=False
        )
    except FileNotFoundError as cause:
        raise Failed(f"`{words[0]}` is not installed here. Install it and try again.") from cause
    except subprocess.TimeoutExpired as cause:
        raise Failed(f"`{' '.join(words[:4])} ...` took more than {seconds:g} s.") from cause
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip() or "it said nothing"
        raise Failed(f"`{' '.join(words[:4])} ...` ended with {done.returncode}: {said}")
    return done.stdout


class Target(Protocol):
    """A place that Boxline is rolled out to."""

    def check(self, image: str) -> None:
        """Raise Unfit where the manifests cannot be applied; changes nothing."""

    def current(self) -> str:
        """What runs there now, as `back` takes it; empty where nothing does."""

    def apply(self, image: str) -> None:
        """Have it run an image."""

    def wait(self, seconds: float) -> None:
        """Wait until the place itself calls it ready."""

    def back(self, to: str) -> None:
        """Have it run what ran before."""


@dataclass(frozen=True, kw_only=True)
class Kubernetes:
    """A namespace of a cluster, by kubectl and whichever context it is set to."""

    namespace: str

    def check(self, image: str) -> None:
        for path in self._files():
            filled(path, {"BOXLINE_IMAGE": image})

    def current(self) -> str:
        found = self._kubectl("get", "deployment", "boxline", "--ignore-not-found", "-o", "json")
        if not found.strip():
            return ""
        revision = json.loads(found)["metadata"].get("annotations", {})
        return str(revision.get("deployment.kubernetes.io/revision", ""))

    def apply(self, image: str) -> None:
        for path in self._files():
            self._kubectl("apply", "-f", "-", given=filled(path, {"BOXLINE_IMAGE": image}))

    def wait(self, seconds: float) -> None:
        limit = f"--timeout={seconds:g}s"
        self._kubectl("rollout", "status", "deployment/boxline", limit, seconds=seconds + 30)

    def back(self, to: str) -> None:
        self._kubectl("rollout", "undo", "deployment/boxline", f"--to-revision={to}")

    def _files(self) -> list[Path]:
        return sorted(KUBERNETES.glob("*.yaml"))

    def _kubectl(self, *words: str, given: str = "", seconds: float = 120) -> str:
        return run(["kubectl", "--namespace", self.namespace, *words], given=given, seconds=seconds)


@dataclass(frozen=True, kw_only=True)
class CloudRun:
    """A region of a project, by gcloud and whoever is logged in there.

    Attributes:
        host: the name by which readers come to the service.
    """

    project: str
    region: str
    host: str

    def check(self, image: str) -> None:
        for path in sorted(CLOUD_RUN.glob("*.yaml")):
            filled(path, self._values(image))

    def current(self) -> str:
        found = self._gcloud("run", "services", "list", "--format=json", *self._where)
        for service in json.loads(found or "[]"):
            if service["metadata"]["name"] == "boxline":
                return str(service["status"].get("latestReadyRevisionName", ""))
        return ""

    def apply(self, image: str) -> None:
        values = self._values(image)
        for one in filled(CLOUD_RUN / "jobs.yaml", values).split("\n---\n"):
            self._gcloud("run", "jobs", "replace", "-", *self._where, given=one)
        self._schedules(filled(CLOUD_RUN / "schedules.yaml", values))
        service = filled(CLOUD_RUN / "service.yaml", values)
        self._gcloud("run", "services", "replace", "-", *self._where, given=service)
        # After a way back, all readers are still sent to the revision that it named.
        self._traffic("--to-latest")

    def wait(self, seconds: float) -> None:
        """Replacing a service waits until its revision is ready, or fails."""

    def back(self, to: str) -> None:
        self._traffic(f"--to-revisions={to}=100")

    def _traffic(self, where: str) -> None:
        self._gcloud("run", "services", "update-traffic", "boxline", where, *self._where)

    def _schedules(self, text: str) -> None:
        import yaml

        told = yaml.safe_load(text)
        # First who may, then who does: a schedule that fires in between would be refused.
        for one in told["invokers"]:
            words = (f"--member={one['member']}", f"--role={one['role']}")
            self._gcloud("run", "jobs", "add-iam-policy-binding", one["job"], *words, *self._where)
        there = json.loads(
            self._gcloud("scheduler", "jobs", "list", "--format=json", *self._located) or "[]"
        )
        names = {one["name"].rpartition("/")[2] for one in there}
        for one in told["schedules"]:
            verb = "update" if one["name"] in names else "create"
            self._gcloud(
                *("scheduler", "jobs", verb, "http", one["name"]),
                f"--schedule={one['schedule']}",
                f"--time-zone={one['timeZone']}",
                f"--uri={self._uri(one['job'])}",
                "--http-method=POST",
                f"--oauth-service-account-email={one['serviceAccount']}",
                *self._located,
            )

    def _uri(self, job: str) -> str:
        service = f"https://{self.region}-run.googleapis.com/apis/run.googleapis.com/v1"
        return f"{service}/namespaces/{self.project}/jobs/{job}:run"

    def _values(self, image: str) -> Mapping[str, str]:
        return {"BOXLINE_IMAGE": image, "BOXLINE_HOST": self.host, "PROJECT": self.project}

    @property
    def _where(self) -> tuple[str, ...]:
        return (f"--project={self.project}", f"--region={self.region}", "--quiet")

    @property
    def _located(self) -> tuple[str, ...]:
        return (f"--project={self.project}", f"--location={self.region}", "--quiet")

    def _gcloud(self, *words: str, given: str = "") -> str:
        return run(["gcloud", *words], given=given)


__all__ = ["CloudRun", "Failed", "Kubernetes", "Target", "Unfit", "documents", "run"]
