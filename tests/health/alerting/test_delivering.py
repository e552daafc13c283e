"""Messages on their way: to a real webhook and a real mail server, which may fail."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from boxline.health.alerting import channels as channel_bounds
from boxline.health.alerting.channels import Channel, channels_of, reach
from boxline.health.alerting.delivering import deliver
from boxline.health.alerting.telling import TOLD_IN_FULL, message_of
from tests.health.alerting.receivers import (
    NOW,
    SECRET,
    Mailbox,
    Webhook,
    alert_of,
    dead_url,
    mailbox,
)

MESSAGE = message_of([alert_of(subject="balls & strikes <2025>", severity="critical")], [])


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


def only(url: str) -> Channel:
    (channel,) = channels_of(url)
    return channel


@pytest.fixture(scope="module")
def mail() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


def test_a_webhook_gets_what_is_so_what_it_blocks_and_what_mends_it():
    with Webhook(200) as hook:
        (made,) = deliver(MESSAGE, channels_of(hook.url), NOW)
    assert (made.channel, made.is_delivered, made.error, made.alerts) == (hook.name, True, "", 1)
    (got,) = hook.got
    assert got["title"] == "Boxline: 1 firing, 1 critical"
    for part in ("late-cells: balls & strikes <2025>", "Blocks: tonight's", "Do: boxline run"):
        assert part in got["message"]


def test_a_mail_arrives_with_its_subject_and_text(mail: Mailbox):
    mail.got.clear()
    (made,) = deliver(MESSAGE, channels_of(mail.url), NOW)
    assert (made.channel, made.is_delivered) == (mail.name, True)
    (got,) = mail.got
    assert got["subject"] == MESSAGE.title
    assert text_of(got).splitlines()[:2] == [
        "CRITICAL late-cells: balls & strikes <2025>",
        "  3 days are late",
    ]


def test_what_the_first_does_not_take_the_next_gets_and_is_told_who_failed(mail: Mailbox):
    mail.got.clear()
    with Webhook(404) as dead, Webhook(200) as unasked:
        text = f"{dead.url},{mail.url},{unasked.url}"
        made = deliver(MESSAGE, channels_of(text), NOW)
        assert [(one.channel, one.is_delivered) for one in made] == [
            (dead.name, False),
            (mail.name, True),
        ]
        assert unasked.got == []
    assert "404" in made[0].error
    assert f"Not taken by {dead.name}" in text_of(mail.got[0])


def test_nobody_took_it_where_all_fail():
    with Webhook(500) as broken:
        made = deliver(MESSAGE, channels_of(f"{broken.url}, {dead_url()}"), NOW)
    assert [one.is_delivered for one in made] == [False, False]
    assert all(one.error for one in made)


def test_one_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(channel_bounds, "SEND_SECONDS", 0.05)
    with Webhook(None) as hangs:
        (made,) = deliver(MESSAGE, channels_of(hangs.url), NOW)
    assert made.error == "no answer in 0.05 s"


def test_no_part_of_an_address_but_its_host_is_in_what_is_kept_of_a_failure(
    capfd: pytest.CaptureFixture[str],
):
    with Webhook(404) as dead:
        text = f"{dead.url}?x={SECRET},{dead_url()}"
        made = deliver(MESSAGE, channels_of(text), NOW)
    assert len(made) == 2
    assert SECRET not in repr(made)
    assert SECRET not in repr(channels_of(text))
    assert capfd.readouterr() == ("", ""), "Apprise says nothing by itself"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("json://127.0.0.1:8080/hook/abc", "json://127.0.0.1:8080"),
        ("mailto://example.com?smtp=mail.example.com&from=a@b.org", "mailto://mail.example.com:25"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general", "slack"),
        ("ntfy://a-secret-topic", "ntfy"),
    ],
)
def test_a_channel_is_named_by_its_kind_and_by_its_host_where_that_is_one(url: str, name: str):
    assert only(url).name == name


def test_two_channels_of_one_name_are_told_apart():
    found = channels_of("ntfy://one,ntfy://other")
    assert [one.name for one in found] == ["ntfy", "ntfy (2)"]


def test_a_comma_inside_an_address_parts_nothing():
    found = channels_of(
        "mailto://example.com?from=a@b.org&to=a@b.org,c@d.org, json://127.0.0.1/x?a=1,2"
    )
    assert [one.url.partition("://")[0] for one in found] == ["mailto", "json"]


@pytest.mark.parametrize("text", ["nowhere", "nosuch://host/x", "json://", "json://a, nowhere"])
def test_what_is_no_address_is_refused_by_its_place(text: str):
    with pytest.raises(ValueError, match="place 1"):
        channels_of(text)
    with pytest.raises(ValueError, match="place 2"):
        channels_of(f"json://127.0.0.1/{SECRET},nosuch://{SECRET}")


def test_whether_anybody_listens_is_asked_without_a_message():
    with Webhook(404) as hook:
        assert reach(only(hook.url)) == ""
        assert hook.got == []
    assert "refused" in reach(only(dead_url()))


def test_a_message_of_many_tells_some_in_full_and_counts_the_rest():
    found = message_of([alert_of(n, subject=f"day {n}") for n in range(50)], [alert_of(99)])
    assert found.body.count("Blocks:") == TOLD_IN_FULL
    assert "And 31 more: boxline alerts list" in found.body
    assert (found.title, found.alerts) == ("Boxline: 50 firing; 1 resolved", 51)
