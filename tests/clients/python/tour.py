"""The tour of the README, step by step, with the client that openapi-python-client generates.

Everything it knows of the server comes from the generated client. What has no JSON form (Markdown, CSV, YAML) is asked for by
the same HTTP client, untyped.
"""

import sys
import time
from pathlib import Path
from typing import Any, TypeVar

# All that is generated is named here and nowhere else.
from ropewalk_client import AuthenticatedClient
from ropewalk_client.api.activities import change_activities, get_activity, list_activities
from ropewalk_client.api.changes import export_register, get_register_difference, import_changes, list_changes
from ropewalk_client.api.notices import get_processor_table
from ropewalk_client.api.processors import (
    change_processor,
    get_processor,
    get_processor_difference,
    list_processor_usage,
    list_processor_versions,
)
from ropewalk_client.api.questions import list_questions, list_questions_of_stewards
from ropewalk_client.api.service import get_health
from ropewalk_client.models import (
    Activity,
    DifferencePage,
    FeedPage,
    Health,
    ImportOutcome,
    ListActivitiesFieldsItem,
    ListActivitiesSort,
    MergePatch,
    Problem,
    Processor,
    ProcessorTable,
    QuestionPage,
    RecordDifference,
    RopewalkManifest,
    StewardPage,
    UsagePage,
    VersionPage,
)
from ropewalk_client.types import UNSET, Response

T = TypeVar("T")
NOTICE = "sunmi-north-america-website-privacy-policy"


def answered(response: Response[Any], status: int, kind: type[T]) -> T:
    """The parsed answer, which has this status and is of this type."""
    assert response.status_code == status, (response.status_code, response.content[:500])
    assert isinstance(response.parsed, kind), type(response.parsed)
    return response.parsed


def patch(**fields: Any) -> MergePatch:
    return MergePatch.from_dict(fields)


class Tour:
    def __init__(self, client: AuthenticatedClient, seed: Path) -> None:
        self.client = client
        self.http = client.get_httpx_client()
        self.seed = seed

    def walk(self) -> None:
        assert answered(get_health.sync_detailed(client=self.client), 200, Health).status == "ok"
        self.records()
        self.questions()
        self.tables()
        self.change_of_one()
        self.past()
        self.feed()
        self.differences()
        self.change_of_many()
        self.manifests()

    def text(self, path: str, media_type: str, **query: str) -> str:
        response = self.http.get(f"/api/v1/{path}", params=query)
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith(media_type), response.headers["Content-Type"]
        return response.text

    def records(self) -> None:
        crm = answered(get_processor.sync_detailed("neocrm", client=self.client), 200, Processor)
        assert crm.key == "neocrm" and crm.name["en"] == "NeoCRM"
        assert isinstance(crm.providers, list) and len(crm.providers) == 2
        assert crm.risk_tier is UNSET, "what nobody said is unknown, not a value"

        usage = answered(list_processor_usage.sync_detailed("neocrm", client=self.client), 200, UsagePage)
        pointers = {(str(use.kind.value), use.key): use.pointers for use in usage.items}
        assert pointers[("activities", "consultation-services")] == ["/disclosures/0/recipient/processor"]
        assert pointers[("systems", "neocrm-tenant")] == ["/tenant_of", "/storage/0/host"]

        whole = self.page().items
        first = self.page(limit=5)
        assert [one.key for one in first.items] == [one.key for one in whole[:5]] and first.next_
        rest = self.page(limit=1000, cursor=first.next_)
        assert first.items + rest.items == whole and rest.next_ is None, "pages joined are the list"

        found = self.page(
            processor=["neocrm"],
            q="客户",
            fields=[ListActivitiesFieldsItem.PURPOSES],
            sort=ListActivitiesSort("-changed"),
        ).items
        assert [one.key for one in found] == ["consultation-services"]
        assert isinstance(found[0].purposes, list) and found[0].purposes[0].key == "contact"
        assert found[0].disclosures is UNSET, "a field that was not asked for is left out"
        nobody = answered(list_activities.sync_detailed(client=self.client, processor=["neocrn"]), 404, Problem)
        assert "neocrn" in nobody.detail, "a misspelt filter does not select nothing in silence"

    def page(self, **query: Any) -> Any:
        response = list_activities.sync_detailed(client=self.client, **query)
        assert response.status_code == 200 and response.parsed is not None, response.content
        return response.parsed

    def questions(self) -> None:
        page = answered(list_questions.sync_detailed(client=self.client, steward="nobody"), 200, QuestionPage)
        assert page.items == []
        page = answered(list_questions.sync_detailed(client=self.client), 200, QuestionPage)
        asked = {one.key: one.questions for one in page.items}
        open_ = {(question.pointer, question.open_.value) for question in asked["neocrm-tenant"]}
        assert ("/backups", "unknown") in open_, open_
        stewards = answered(list_questions_of_stewards.sync_detailed(client=self.client), 200, StewardPage)
        assert stewards.items[0].steward is UNSET, "those of nobody's records come first"
        assert stewards.items[0].unknown == sum(
            question.open_.value == "unknown" for questions in asked.values() for question in questions
        )

    def tables(self) -> None:
        response = get_processor_table.sync_detailed(NOTICE, client=self.client)
        table = answered(response, 200, ProcessorTable)
        assert [row.service for row in table.rows] == ["Google Analytics", "NeoCRM"]
        again = get_processor_table.sync_detailed(NOTICE, client=self.client, if_none_match=response.headers["ETag"])
        assert again.status_code == 304, "what did not change is not sent again"

        path = f"notices/{NOTICE}/processor-table"
        header, _, *rows = self.text(path, "text/markdown", format="markdown").splitlines()
        assert header == "| " + " | ".join(column.label for column in table.columns) + " |"
        assert len(rows) == len(table.rows)
        for line, row in zip(rows, table.rows):
            assert line.startswith(f"| {row.number} | {row.service} | ") and str(row.provider) in line
        sdks = self.text(path, "text/csv", format="csv", columns="sdk", lang="zh-Hans")
        assert sdks.lstrip("\ufeff").startswith("第三方SDK名称,") and "谷歌分析,Google Inc." in sdks
        recipients = self.text(path, "text/markdown", format="markdown", columns="recipients")
        assert "| Amazon servers | not recorded | a country of North America, not named | none recorded |" in recipients

    def change_of_one(self) -> None:
        read = get_processor.sync_detailed("neocrm", client=self.client)
        tag = read.headers["ETag"]
        wrong = change_processor.sync_detailed(
            "neocrm", client=self.client, if_match=tag, body=patch(risk_tier="huge", since="2024-13-01")
        )
        problem = answered(wrong, 422, Problem)
        assert problem.type_ == "urn:ropewalk:problem:malformed-document"
        assert isinstance(problem.errors, list), "every mistake is reported at once"
        assert [(mistake.pointer, mistake.detail) for mistake in problem.errors] == [
            ("/risk_tier", '"huge" is not one of the allowed words'),
            ("/since", "`2024-13-01` is not a day of the calendar"),
        ]
        right = change_processor.sync_detailed(
            "neocrm", client=self.client, if_match=tag, reason="first review", body=patch(risk_tier="high")
        )
        rated = answered(right, 200, Processor)
        assert rated.risk_tier is not UNSET and rated.to_dict()["risk_tier"] == "high"
        stale = change_processor.sync_detailed(
            "neocrm", client=self.client, if_match=tag, body=patch(risk_tier="low")
        )
        assert answered(stale, 412, Problem).current_version == 2

    def past(self) -> None:
        history = answered(list_processor_versions.sync_detailed("neocrm", client=self.client), 200, VersionPage)
        newest, oldest = history.items
        assert (newest.version, newest.reason, newest.principal_name) == (2, "first review", "tour")
        assert [(change.pointer, change.to) for change in newest.changes] == [("/risk_tier", "high")]
        assert (oldest.version, oldest.seq) == (1, 2)
        before = get_processor.sync_detailed("neocrm", client=self.client, as_of="seq:2")
        assert answered(before, 200, Processor).risk_tier is UNSET
        moment = oldest.recorded_at.isoformat()
        then = get_processor.sync_detailed("neocrm", client=self.client, as_of=moment)
        assert answered(then, 200, Processor) == before.parsed, "an instant is as good as a number"

    def feed(self) -> None:
        page = answered(list_changes.sync_detailed(client=self.client, since=1, documents=True), 200, FeedPage)
        assert [commit.seq for commit in page.items] == [2, 3, 4], "whole commits, without gaps"
        assert [revision.key for revision in page.items[2].revisions] == ["neocrm"]
        assert page.next_ == "4"
        begun = time.monotonic()
        empty = answered(list_changes.sync_detailed(client=self.client, since=4, wait=1), 200, FeedPage)
        assert empty.items == [] and empty.next_ == "4" and time.monotonic() - begun > 0.9, "it waits for a commit"
        other = list_changes.sync_detailed(client=self.client, since=4, digest="0" * 64)
        assert answered(other, 409, Problem).type_ == "urn:ropewalk:problem:other-history"

    def differences(self) -> None:
        last = answered(get_processor_difference.sync_detailed("neocrm", client=self.client), 200, RecordDifference)
        assert [operation.to_dict() for operation in last.patch] == [
            {"op": "add", "path": "/risk_tier", "value": "high"}
        ]
        assert last.sentences == ["risk_tier: was unknown, is now “high”."]
        since = get_register_difference.sync_detailed(client=self.client, from_="seq:3", lang="zh-Hans")
        page = answered(since, 200, DifferencePage)
        assert (page.from_, page.to, [item.key for item in page.items]) == (3, 4, ["neocrm"])
        assert page.items[0].sentences == ["risk_tier：原为未知，现为“high”。"]

    def change_of_many(self) -> None:
        def change(**conditions: Any) -> Response[Any]:
            return change_activities.sync_detailed(
                client=self.client, processor=["neocrm"], body=patch(steward="Sales operations"), **conditions
            )

        answered(change(), 428, Problem)
        said = change(dry_run=True)
        would = answered(said, 200, ImportOutcome)
        assert would.dry_run and [one.key for one in would.changed] == ["consultation-services"]
        done = answered(change(if_match=said.headers["ETag"]), 200, ImportOutcome)
        assert not done.dry_run and done.seq == 5
        activity = answered(get_activity.sync_detailed("consultation-services", client=self.client), 200, Activity)
        assert activity.steward == "Sales operations"

    def manifests(self) -> None:
        yaml = self.http.post(
            "/api/v1/changes",
            params={"dry_run": True},
            content=self.seed.read_bytes(),
            headers={"Content-Type": "application/yaml"},
        )
        assert yaml.status_code == 200, yaml.text
        undone = ImportOutcome.from_dict(yaml.json())
        assert {one.key for one in undone.changed} == {"neocrm", "consultation-services"}, "git says otherwise"

        register = answered(export_register.sync_detailed(client=self.client), 200, RopewalkManifest)
        same = import_changes.sync_detailed(client=self.client, body=register, dry_run=True)
        outcome = answered(same, 200, ImportOutcome)
        assert outcome.changed == [] and outcome.created == [] and outcome.deleted == []
        assert outcome.unchanged == undone.unchanged + len(undone.changed), "an export is the register"
        assert "  - key: neocrm\n" in self.text("export", "application/yaml", format="yaml")


if __name__ == "__main__":
    address, token, seed = sys.argv[1:]
    Tour(AuthenticatedClient(base_url=address, token=token), Path(seed)).walk()
    print("the generated Python client walks the tour of the README")
