"""Roll Boxline out and prove it: build, push, apply, wait, ask which commit answers, and go back to
what ran before where it is not the one that is wanted.

    python -m deploy.roll_out kubernetes --repository REGISTRY/boxline --url http://boxline/
    python -m deploy.roll_out cloud-run --project P --region R --repository ... --url https://...

From the root of a checkout. Ends with 0 where the wanted commit answers; 1 where something failed,
and what ran before runs again unless it says otherwise; 2 for misuse, with nothing touched.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from deploy.manifests import PINNED, Unfit
from deploy.targets import CloudRun, Failed, Kubernetes, Target, run

ROOT = Path(__file__).resolve().parents[1]
COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Where the server that was rolled out answers, and how long it has.

    Attributes:
        token: sent as a bearer's, where the place asks who comes; never told.
        pause: seconds between two questions.
    """

    url: str
    seconds: float
    token: str = ""
    pause: float = 2.0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def wanted_commit() -> str:
    """The commit that is checked out.

    Raises:
        Unfit: something is changed that no commit has: what runs could be compared with nothing.
    """
    if run(["git", "-C", str(ROOT), "status", "--porcelain"]).strip():
        raise Unfit("The checkout has changes that no commit has. Commit or stash them first.")
    return run(["git", "-C", str(ROOT), "rev-parse", "HEAD"]).strip()


def build(repository: str, commit: str, extras: str) -> str:
    """Build the image of a commit, push it, and give it by its digest."""
    tag = f"{repository}:{commit}"
    arguments = (f"COMMIT={commit}", f"EXTRAS={extras}")
    told = [word for one in arguments for word in ("--build-arg", one)]
    run(["docker", "build", *told, "--tag", tag, str(ROOT)], seconds=3600)
    run(["docker", "push", tag], seconds=1800)
    shown = run(["docker", "inspect", "--format", "{{json .RepoDigests}}", tag])
    for image in json.loads(shown):
        if image.startswith(f"{repository}@") and PINNED.fullmatch(image):
            return str(image)
    raise Failed(f"Docker tells no digest of {tag} after its push: {shown.strip()}")


def running_commit(asked: Asked) -> tuple[str, str]:
    """The commit that answers, or else why none does."""
    request = urllib.request.Request(asked.url.rstrip("/") + "/health")
    if asked.token:
        request.add_header("Authorization", f"Bearer {asked.token}")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            told = json.load(answer)
    except urllib.error.HTTPError as cause:
        return "", f"/health answers with {cause.code}"
    except (OSError, HTTPException) as cause:
        return "", f"nothing answers ({cause})"
    except ValueError:
        return "", "/health answers with no JSON: something else is at that address"
    found = told.get("commit") if isinstance(told, dict) else None
    return (str(found), "") if found else ("", "it does not tell which commit it is")


def wait_for(commit: str, asked: Asked) -> str:
    """Ask until the commit answers; empty then, else what was so at the end."""
    until = time.monotonic() + asked.seconds
    while True:
        found, why = running_commit(asked)
        if found == commit:
            return ""
        if time.monotonic() + asked.pause > until:
            return why or f"{found} answers, and {commit} was wanted"
        time.sleep(asked.pause)


def roll_out(target: Target, image: str, commit: str, asked: Asked) -> int:
    """Have a place run an image, and what ran before where the commit does not answer in time."""
    target.check(image)
    before = target.current()
    say(f"Rolling out {commit[:12]} as {image}; before it: {before or 'nothing'}.")
    try:
        target.apply(image)
        target.wait(asked.seconds)
        wrong = wait_for(commit, asked)
    except Failed as cause:
        wrong = str(cause)
    if not wrong:
        say(f"{asked.url} answers as {commit}.")
        return 0
    say(f"Failed: {wrong}.".replace("..", "."))
    return go_back(target, before)


def go_back(target: Target, before: str) -> int:
    """Have a place run what ran before; 1, since what was wanted does not."""
    if not before:
        say("Nothing ran before, so it stays as it is: look at its logs, and try again.")
        return 1
    try:
        target.back(before)
    except Failed as cause:
        say(f"NOT ROLLED BACK to {before}: {cause} Do it by hand: what runs now is not known.")
        return 1
    say(f"Rolled back to {before}. Look at the logs of what failed, mend it, and try again.")
    return 1


def parse(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="roll_out", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    places = parser.add_subparsers(dest="place", required=True)
    kubernetes = places.add_parser("kubernetes", help="by kubectl, in its present context")
    kubernetes.add_argument("--namespace", default="default")
    cloud = places.add_parser("cloud-run", help="by gcloud, as whoever is logged in")
    cloud.add_argument("--project", required=True)
    cloud.add_argument("--region", required=True)
    for one in (kubernetes, cloud):
        one.add_argument("--url", required=True, help="where the server answers afterwards")
        which = one.add_mutually_exclusive_group(required=True)
        which.add_argument("--repository", help="build there: REGISTRY/NAME")
        which.add_argument("--image", help="one that is built: REPOSITORY@sha256:...")
        one.add_argument("--commit", help="of --image; else the one that is checked out")
        one.add_argument("--extras", default="", help="what the image has: postgres,s3")
        one.add_argument("--seconds", type=float, default=300, help="how long it has (300)")
        one.add_argument("--token-file", type=Path, help="a bearer token that /health wants")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Roll out as the words say."""
    given = parse(words)
    target: Target
    if given.place == "kubernetes":
        target = Kubernetes(namespace=given.namespace)
    else:
        host = urlsplit(given.url).hostname or ""
        target = CloudRun(project=given.project, region=given.region, host=host)
    try:
        commit = given.commit or wanted_commit()
        if not COMMIT.fullmatch(commit):
            raise Unfit(f"{commit!r} is no commit: give all of its 40 hex digits.")
        if given.image and not PINNED.fullmatch(given.image):
            raise Unfit(f"{given.image!r} is not pinned: give REPOSITORY@sha256:...")
        token = given.token_file.read_text().strip() if given.token_file else ""
        # Whatever the digest will be: a manifest that cannot be applied needs no image.
        target.check(given.image or f"{given.repository}@sha256:{'0' * 64}")
        image = given.image or build(given.repository, commit, given.extras)
        asked = Asked(url=given.url, seconds=given.seconds, token=token)
        return roll_out(target, image, commit, asked)
    except Unfit as cause:
        say(f"roll_out: {cause}")
        return 2
    except Failed as cause:
        say(f"roll_out: {cause} Nothing was rolled out.")
        return 1
    except OSError as cause:
        say(f"roll_out: {cause.filename}: {cause.strerror}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
