"""Who may do what: every route with every role, and tokens that open nothing any more."""

import hmac
import json
import logging
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from msgspec import structs
from starlette.routing import Route

from groundtruce import pipeline
from groundtruce.errors import UnusableInput
from groundtruce.model.access import ROLES, Role
from groundtruce.record.addresses import Address, ServerAddress, parse_address
from groundtruce.record.records import Record
from groundtruce.record.tokens import TokenFile, TokenStore
from groundtruce.settings import Settings
from groundtruce.web.access import Access
from groundtruce.web.application import make_app
from groundtruce.web.openapi import describe_api
from groundtruce.web.recall import Recall
from groundtruce.web.serving import ServerOptions, find_token
from tests.postgres import Server
from tests.running import Run
from tests.web.served import TOKEN, serve

EXPECTED = {
    "POST /api/documents": "keeper",
    "POST /api/judgements": "reviewer",
    "POST /api/judgements/withdrawal": "reviewer",
    "POST /api/pictures": "keeper",
    "POST /api/tracings": "keeper",
}
"""The least role of each route; of all others, `reader`."""
UNDESCRIBED = "/", "/openapi.json", "/ogc/api", "/basemap/countries.topojson", "/basemap/tiles.pmtiles"
"""What is no question about the record; `/` and its like are the page's files."""
OPEN = 200, 201, 304, 400, 404, 409, 415, 422, 501
"""What somebody is told who may come in, whatever the question is worth."""


@pytest.fixture
def store(record: Path) -> TokenFile:
    """Where the tokens of a copy of the example's record are."""
    return TokenFile(record)


@pytest.fixture(params=["file", "database"])
def home(request: pytest.FixtureRequest) -> Address:
    """A copy of the example's record in each home."""
    if request.param == "file":
        path: Path = request.getfixturevalue("record")
        return path
    server: Server = request.getfixturevalue("server")
    return server.make_database(like=request.getfixturevalue("example_database"))


@pytest.fixture
def kept(home: Address) -> Iterator[TokenStore]:
    """Where its tokens are."""
    with closing(pipeline.open_tokens(home)) as store:
        yield store


@pytest.fixture
def kept_secrets(kept: TokenStore) -> dict[Role, str]:
    """A token of each role there."""
    return make_tokens(kept)


def make_tokens(store: TokenStore) -> dict[Role, str]:
    return {role: pipeline.add_token(store, name=f"{role} one", role=role, days=1)[1] for role in ROLES}


@pytest.fixture
def secrets(store: TokenFile) -> dict[Role, str]:
    """A token of each role."""
    return make_tokens(store)


@pytest.fixture
def private(record: Path, store: TokenFile) -> Iterator[httpx.Client]:
    """A client without a token of a server that wants one from everybody."""
    with serve(record, store=store, private=True, writable=True) as client:
        yield client


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def list_routes(described: dict[str, Any]) -> list[tuple[str, str]]:
    """The method and an address of every route."""
    return [
        (
            method.upper(),
            path.replace("{earlier}..{later}", "a..b").replace("{sha256}", "0" * 64).replace("{", "").replace("}", ""),
        )
        for path, operations in described["paths"].items()
        for method in operations
    ]


def test_every_route_with_every_role(private: httpx.Client, secrets: dict[Role, str]) -> None:
    """Nobody without a token gets anywhere; a role opens what it is enough for, and nothing else."""
    described = private.get("/openapi.json", headers=bearer(secrets["reader"])).json()
    routes = [*list_routes(described), *(("GET", path) for path in UNDESCRIBED)]
    assert len(routes) > 40
    assert {f"{method} {path}" for method, path in routes} >= set(EXPECTED)
    for method, path in routes:
        needed = EXPECTED.get(f"{method} {path}", "reader")
        assert (needed == "reader") == (method == "GET"), f"{method} {path} declares no role"
        assert private.request(method, path).status_code == 401, path
        for role in ROLES:
            status = private.request(method, path, headers=bearer(secrets[role])).status_code
            if ROLES.index(role) >= ROLES.index(needed):  # type: ignore[arg-type] # a role's name
                assert status in OPEN, f"{method} {path} as {role}: {status}"
            else:
                assert status == 403, f"{method} {path} as {role}: {status}"


def test_the_description_says_which_role(client: httpx.Client) -> None:
    """Each operation names the least role that it answers."""
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            assert operation["x-role"] == EXPECTED.get(f"{method.upper()} {path}", "reader")


def test_no_route_is_left_out(record: Path) -> None:
    """What the server answers is what it describes, and what the test above adds by hand."""
    app: object = make_app(Recall(record), settings=Settings(), access=Access(), writable=True)
    while not isinstance(app, FastAPI):  # what stands around it
        app = vars(app)["_app"]
    undescribed = {route.path for route in app.routes if isinstance(route, Route)}
    assert undescribed == {*UNDESCRIBED} - {"/"} | {"/{path:path}"}
    included = [vars(route)["original_router"] for route in app.routes if not isinstance(route, Route)]
    routes = [route for router in included for route in router.routes]
    assert len(routes) > 40
    assert all(isinstance(route, APIRoute) and route.include_in_schema for route in routes)
    methods = [method for operations in describe_api(app, nouns=())["paths"].values() for method in operations]
    assert len(methods) == len(routes)


def test_a_secret_is_compared_with_every_token_in_the_same_time(store: TokenFile, secrets: dict[Role, str]) -> None:
    """Whichever it is of, or of none: each digest is compared, by `hmac.compare_digest`."""
    tokens = store.list()
    asked = [*secrets.values(), "wrong", ""]
    compared = [count_calls(hmac.compare_digest, partial(pipeline.find_holder, tokens, given)) for given in asked]
    assert compared == [len(tokens)] * len(asked)


def count_calls(counted: object, run: Callable[[], object]) -> int:
    """How often something written in C is called meanwhile."""
    calls: list[object] = []
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, argument: calls.append(argument) if event == "c_call" else None)
    try:
        run()
    finally:
        sys.setprofile(before)
    return calls.count(counted)


def test_on_this_machine_everybody_reads(record: Path, store: TokenFile, secrets: dict[Role, str]) -> None:
    """Without a token, and nobody writes without one."""
    with serve(record, store=store, writable=True) as client:
        assert client.get("/api/record").status_code == 200
        assert client.get("/api/me").json() == {"name": None, "role": "reader", "writable": True, "expires": None}
        assert client.post("/api/judgements", params={"by": "A"}, json={}).status_code == 401
        me = client.get("/api/me", headers=bearer(secrets["reviewer"])).json()
        assert (me["name"], me["role"]) == ("reviewer one", "reviewer")
        assert client.get("/api/me", headers=bearer("wrong")).status_code == 401


def test_a_token_ends(home: Address, kept: TokenStore, kept_secrets: dict[Role, str]) -> None:
    """Revoked, or at the end of its time: at the very next request of a server that runs, as bearer and as password."""
    secrets, (reader, reviewer, keeper) = kept_secrets, kept.list()
    with serve(home, store=kept, private=True, writable=True) as private:
        ask = {"headers": bearer(secrets["reader"])}
        assert private.get("/api/record", **ask).status_code == 200  # type: ignore[arg-type] # headers
        assert private.get("/api/record", auth=("anybody", secrets["reader"])).status_code == 200
        pipeline.revoke_token(kept, reader.id)
        assert private.get("/api/record", **ask).status_code == 401  # type: ignore[arg-type] # headers
        assert private.get("/api/record", auth=("anybody", secrets["reader"])).status_code == 401
        kept.put(structs.replace(reviewer, expires=reviewer.made))
        assert private.get("/api/record", headers=bearer(secrets["reviewer"])).status_code == 401
        assert private.post("/api/judgements", headers=bearer(secrets["reviewer"])).status_code == 401
        assert private.get("/api/record", headers=bearer(secrets["keeper"])).status_code == 200
        for wrong in (
            keeper.digest,
            keeper.salt,
            keeper.id,
            f"{keeper.salt}:{secrets['keeper']}",
            secrets["keeper"][:-1],
        ):
            assert private.get("/api/record", headers=bearer(wrong)).status_code == 401


def test_what_is_written_carries_the_tokens_name(
    home: Address, kept: TokenStore, kept_secrets: dict[Role, str], caplog: pytest.LogCaptureFixture
) -> None:
    """Without `by` and with the same, never with another; the log says who, and holds no secret."""
    caplog.set_level(logging.DEBUG)
    with serve(home, store=kept, writable=True) as client:
        client.headers.update(bearer(kept_secrets["reviewer"]))
        item = client.get("/api/review", params={"kind": "event"}).json()["items"][0]
        sent = {"statement": item["statement"]["statement"], "decision": "accept"}
        assert client.post("/api/judgements", params={"by": "somebody else"}, json=sent).status_code == 403
        given = client.post("/api/judgements", json=sent)
        assert given.status_code == 201, given.text
        assert given.json()["judgement"]["judgement"]["by"] == "reviewer one"
        assert client.post("/api/judgements/withdrawal", params={"by": "reviewer one"}).status_code == 201
    assert "reviewer one (127.0.0.1): accept" in caplog.text
    assert not any(secret in caplog.text for secret in kept_secrets.values())


def test_what_is_added_carries_the_tokens_name(
    home: Address, kept: TokenStore, kept_secrets: dict[Role, str], run: Run
) -> None:
    """In the entries of the document and of the zone version, wherever it is said to come from; what a command adds has none."""
    ring = [[46.8, 39.5], [47.0, 39.5], [47.0, 39.8], [46.8, 39.5]]
    drawn = json.dumps({"type": "Polygon", "coordinates": [ring]}).encode()
    said = {"name": "map.geojson", "origin": "https://example.org/map", "zone": "south", "kind": "responsibility"}
    said |= {"valid-from": "2020-12-20", "publisher": "observers", "drawing-error-m": "100"}
    with serve(home, store=kept, writable=True) as client:
        client.headers.update(bearer(kept_secrets["keeper"]))
        client.headers["Content-Type"] = "application/octet-stream"
        added = client.post("/api/documents", params=said, content=drawn)
        assert added.status_code == 201, added.text
        header = added.json()["document"]
        assert (header["origin"], header["added_by"]) == ("https://example.org/map", "keeper one")
        correction = {**said, "reason": "correction", "drawing-error-m": "200"}
        assert client.post("/api/documents", params=correction, content=drawn).status_code == 200 + 1
    with pipeline.Record.open(home) as record:
        record.verify()
        (version,) = [each for each in record.zone_versions() if each.publisher == "observers"]
        bodies = [json.loads(entry.body) for entry in record.trail(header["sha256"])]
    assert (version.drawing_error_m, version.added_by) == (200, "keeper one")
    assert [body["added_by"] for body in bodies] == ["keeper one"] * 3
    custody = run("custody", home, header["sha256"], "--json").json
    assert {entry["by"] for entry in custody["entries"]} == {"keeper one"}
    assert {"point": "Added by", "held": "keeper one"} in custody["points"]
    graph = run("export", home, "--format", "provenance").json["@graph"]
    (keeper,) = [each for each in graph if each.get("label") == "keeper one"]
    assert sum(each.get("wasAssociatedWith") == keeper["@id"] for each in graph) == 2
    other = next(each.sha256 for each in pipeline.know_record(home).documents.values() if not each.added_by)
    assert not any("by" in entry for entry in run("custody", home, other, "--json").json["entries"])


def test_who_has_no_name_says_one(record: Path) -> None:
    """The token that the server was started with belongs to nobody, so each write says whose it is."""
    with serve(record, token=TOKEN, writable=True) as client:
        client.headers.update(bearer(TOKEN))
        assert client.get("/api/review").status_code == 400
        assert client.post("/api/judgements", json={}).status_code == 400


def test_of_a_secret_only_its_hash_is_kept(store: TokenFile, secrets: dict[Role, str]) -> None:
    """In a file that its owner alone may read; one that others may read is refused."""
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    content = store.path.read_bytes()
    assert not any(secret.encode() in content for secret in secrets.values())
    assert len({each.salt for each in store.list()}) == 3
    assert all(len(secret) >= 43 for secret in secrets.values())
    store.path.chmod(0o644)
    with pytest.raises(UnusableInput, match="chmod 600"):
        store.list()


def test_in_a_database_who_reads_the_record_cannot_read_the_hashes(
    server: Server, example_database: ServerAddress
) -> None:
    """Nor make or revoke a token; a table that everybody may read or that is another's opens nothing."""
    address = server.make_database(like=example_database)
    name = address.shown.rsplit("/", 1)[1].partition("?")[0]
    with closing(pipeline.open_tokens(address)) as store:
        secrets = make_tokens(store)
        assert {each.made_by for each in store.list()} == {"keeper"}
        with psycopg.connect(address.uri, autocommit=True) as connection:
            told = connection.execute("SELECT t::text FROM groundtruce_access.tokens t").fetchall()
            assert not any(secret in row for secret in secrets.values() for (row,) in told)
            for statement in (
                f"CREATE ROLE reader_{name} LOGIN",
                f"GRANT USAGE ON SCHEMA groundtruce TO reader_{name}",
                f"GRANT SELECT ON ALL TABLES IN SCHEMA groundtruce TO reader_{name}",
            ):
                connection.execute(statement.encode())
            reading = parse_address(address.uri.replace("user=keeper", f"user=reader_{name}"))
            with closing(pipeline.open_tokens(reading)) as seen:
                for forbidden in (
                    seen.list,
                    lambda: pipeline.add_token(seen, name="Eve", role="keeper", days=1),
                    lambda: seen.put(structs.replace(store.list()[0], role="keeper")),
                ):
                    with pytest.raises(UnusableInput, match="access to it is denied"):
                        forbidden()
            connection.execute("GRANT SELECT (digest) ON groundtruce_access.tokens TO PUBLIC")
            with pytest.raises(UnusableInput, match="everybody may read the tokens: REVOKE"):
                store.list()
            connection.execute("REVOKE ALL (digest) ON groundtruce_access.tokens FROM PUBLIC")
            assert len(store.list()) == 3
            connection.execute(f"ALTER TABLE groundtruce_access.tokens OWNER TO reader_{name}".encode())
            with pytest.raises(UnusableInput, match="belongs to another role"):
                store.list()
    with Record.open(address) as record:
        record.verify()


def test_the_tokens_of_a_database_outlive_a_lost_connection(server: Server, example_database: ServerAddress) -> None:
    """The next request is answered over a new one."""
    with closing(pipeline.open_tokens(server.make_database(like=example_database))) as store:
        assert store.list() == ()
        _, secret = pipeline.add_token(store, name="Ann", role="reader", days=1)
        server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'groundtruce'")
        assert pipeline.find_holder(store.list(), secret) is not None


def test_the_commands(home: Address, kept: TokenStore, run: Run) -> None:
    """Made, listed without the secret, revoked once; what cannot be is refused in a line."""
    record = home if isinstance(home, Path) else home.uri
    made = run("token", "add", record, "--as", "Ann", "--role", "reviewer", "--days", "2", "--json").json
    assert made["role"] == "reviewer"
    (listed,) = run("token", "list", record, "--json").json["tokens"]
    assert (listed["name"], listed["state"], listed["made_by"]) == ("Ann", "alive", kept.user)
    assert made["token"] not in json.dumps(listed)
    holder = pipeline.find_holder(kept.list(), made["token"])
    assert holder is not None
    assert holder.name == "Ann"
    assert run("token", "revoke", record, made["id"]).code == 0
    (listed,) = run("token", "list", record, "--json").json["tokens"]
    assert (listed["state"], listed["revoked_by"]) == ("revoked", kept.user)
    assert pipeline.find_holder(kept.list(), made["token"]) is None
    for wrong in (
        ("revoke", record, made["id"]),
        ("add", record, "--as", " "),
        ("add", record, "--as", "A", "--days", "0"),
    ):
        ran = run("token", *wrong)
        assert (ran.code, ran.err.count("\n")) == (3, 1)


def test_a_token_is_printed_only_where_one_is_missing() -> None:
    """On this machine, for writing where nobody can and for reading in private where nobody can; never to others."""

    def find(
        host: str = "127.0.0.1", *, writable: bool = False, private: bool = False, roles: tuple[Role, ...] = ()
    ) -> bool:
        options = ServerOptions(host=host, port=0, writable=writable, token_file=None, private=private)
        return find_token(options, roles) is not None

    assert not find()
    assert find(writable=True)
    assert find(writable=True, roles=("reader",))
    assert not find(writable=True, roles=("reader", "reviewer"))
    assert find(private=True)
    assert not find(private=True, roles=("reader",))
    assert not find("0.0.0.0", writable=True, roles=("reader",))
    with pytest.raises(UnusableInput, match="token add"):
        find("0.0.0.0")
