"""Alerts: found in what the record knows after a round, kept, and told once to each who is to be told."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from groundtruce import __version__
from groundtruce.collect.watching.answers import Failure
from groundtruce.collect.watching.politeness import PoliteClient
from groundtruce.collect.watching.state import StoredAlert, WatchState
from groundtruce.collect.watching.tables import AlertTargets
from groundtruce.collect.watching.telling import run_command
from groundtruce.compare.turns import find_moves, find_turns, name_move
from groundtruce.model.agreements import Finding
from groundtruce.model.captures import Alert
from groundtruce.model.cases import Case
from groundtruce.model.times import format_moment
from groundtruce.model.zones import ZoneChange
from groundtruce.pipeline.answers import check_record, write_file
from groundtruce.pipeline.knowledge import Known, know_record
from groundtruce.record.addresses import Address
from groundtruce.record.records import Record
from groundtruce.show.alerts import describe_move, describe_turn, write_alert_feed


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a round came to."""

    changes: tuple[ZoneChange, ...] = ()
    alerts: tuple[Alert, ...] = ()
    untold: tuple[str, ...] = ()


class AlertDesk:
    """Finds alerts and tells people. What was there before the first round is nobody's news."""

    def __init__(
        self,
        path: Address,
        state: WatchState,
        client: PoliteClient,
        targets: AlertTargets,
        *,
        feed: Path,
        now: Callable[[], datetime],
    ) -> None:
        self._path, self._state, self._client, self._targets = path, state, client, targets
        self._feed, self._now = feed, now

    def begin(self) -> None:
        """Before the first round, remember how things stand."""
        if not self._state.facts("checked"):
            known = know_record(self._path)
            self._keep(known, known.history.changes, self._check(known), alerts=())

    def tell(self, new: Collection[str]) -> Told:
        """Look where the record or the day is another, keep what is to be told, and tell it. `new` are a round's new documents."""
        with Record.open(self._path) as record:
            head, case = record.head().hash, record.case()
        told = Told()
        if self._state.facts("checked") != self._standing(head):
            told = self._find(know_record(self._path), new)
        self._write_feed(case)
        return Told(changes=told.changes, alerts=told.alerts, untold=tuple(self._tell_all()))

    # -----------------------------------------------------------------------------------------------------------

    def _find(self, known: Known, new: Collection[str]) -> Told:
        """What is to be told, kept together with how things stand now."""
        raised, changes, findings = format_moment(self._now()), known.history.changes, self._check(known)
        moves = find_moves(changes, told=self._state.facts("moves"))
        turns = find_turns(findings, before=self._state.facts("statuses"))
        alerts = (
            *(describe_move(each, case=known.case, raised=raised) for each in moves),
            *(
                describe_turn(turn.finding, turn.before, case=known.case, raised=raised, head=known.head.hash)
                for turn in turns
            ),
        )
        self._keep(known, changes, findings, alerts=alerts)
        return Told(changes=tuple(each for each in changes if each.to.document in new), alerts=alerts)

    def _check(self, known: Known) -> tuple[Finding, ...]:
        return check_record(known, on=self._now().date()).findings if known.case.agreement else ()

    def _keep(
        self,
        known: Known,
        changes: Iterable[ZoneChange],
        findings: Iterable[Finding],
        *,
        alerts: Iterable[Alert],
    ) -> None:
        """Remember how things stand, and what is to be told of it, together."""
        moved = {name_move(each): each.verdict for each in changes if each.verdict == "moved"}
        with self._state.together():
            for alert in alerts:
                self._state.keep_alert(StoredAlert(alert=alert))
            self._state.keep_facts("moves", {**self._state.facts("moves"), **moved})
            self._state.keep_facts("statuses", {each.provision: each.status for each in findings})
            self._state.keep_facts("checked", self._standing(known.head.hash))

    def _standing(self, head: str) -> dict[str, str]:
        return {"head": head, "day": self._now().date().isoformat()}

    def _write_feed(self, case: Case) -> None:
        alerts = [stored.alert for stored in self._state.alerts()]
        content = write_alert_feed(
            alerts, case=case, updated=format_moment(self._now()), program=f"groundtruce {__version__}"
        )
        if alerts or not self._feed.exists():
            write_file(self._feed, content)

    def _tell_all(self) -> list[str]:
        """Tell each alert to whom it was not told yet. One that fails stays, and those behind it wait their turn."""
        failed = []
        for stored in self._state.alerts():
            body = msgspec.json.encode(stored.alert)
            if self._targets.command and not stored.by_command:
                reason = run_command(self._targets.command, body)
                stored = replace(stored, by_command=not reason)  # noqa: PLW2901 - it stands for what is known of it now
                failed += [f"the command {self._targets.command[0]} {reason}"] if reason else []
                self._state.keep_alert(stored)
            if self._targets.webhook and not stored.by_webhook:
                reason = self._post(stored.alert, body)
                self._state.keep_alert(replace(stored, by_webhook=not reason))
                failed += [f"the webhook {reason}"] if reason else []
        return failed

    def _post(self, alert: Alert, body: bytes) -> str:
        """Post an alert. Gives why it failed, without the address, which may hold a secret; empty where it did not."""
        answer = self._client.post(self._targets.webhook or "", body, {"Idempotency-Key": alert.id})
        if isinstance(answer, Failure):
            return answer.reason
        return "" if 200 <= answer.status < 300 else f"answers {answer.status}"
