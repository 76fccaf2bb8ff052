"""Tests of what migrations say of who reaches the rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.ddl import read_ddl
from secure_lint.formats.sql import read_sql
from secure_lint.link.schema_access import schema_grants
from secure_lint.model.access import AccessGrant, Principal
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import text_at

ANYONE, SIGNED_IN, RESTRICTED, NOBODY = Principal
FOLDER = "app/supabase/migrations"


def grants(*migrations: str) -> list[AccessGrant]:
    """What stands after migrations, which run in their order."""
    steps = [
        step
        for number, text in enumerate(migrations)
        for step in read_sql(SourceText(f"{FOLDER}/{number:04}.sql", text.encode())).schema_steps
    ]
    return list(schema_grants(steps))


def opened(policy: str) -> list[tuple[tuple[str, ...], Principal, bool]]:
    """What a policy opens, by its text behind ``create policy p on notes``."""
    found = grants(f"alter table notes enable row level security; create policy p on public.notes {policy};")
    return [(one.actions, one.principal, one.fields_checked) for one in found]


@pytest.mark.parametrize(
    ("policy", "principal"),
    [
        ("using (true)", ANYONE),
        ("using ((true))", ANYONE),
        ("using (1 = 1)", ANYONE),
        ("using (false)", NOBODY),
        ("to anon, authenticated using (true)", ANYONE),
        ("to authenticated using (true)", SIGNED_IN),
        ("to service_role using (true)", RESTRICTED),
        ("using (auth.uid() is not null)", SIGNED_IN),
        ("using ((select auth.uid()) is not null)", SIGNED_IN),
        ("using ((SELECT auth.uid() AS uid) IS NOT NULL)", SIGNED_IN),
        ("using (auth.role() = 'authenticated')", SIGNED_IN),
        ("using ((auth.role() = 'authenticated'::text))", SIGNED_IN),
        ("using (auth.role() in ('anon', 'authenticated'))", ANYONE),
        ("using (auth.jwt() ->> 'role' = 'service_role')", RESTRICTED),
        ("using (auth.uid() = user_id)", RESTRICTED),
        ("using (auth.uid() = user_id or true)", ANYONE),
        ("using (auth.uid() is not null and public.is_member(team))", RESTRICTED),
        ("using (published)", RESTRICTED),
        ("using (exists (select 1 from members m where m.user_id = auth.uid()))", RESTRICTED),
        ("using (age between 1 and 2 or true)", ANYONE),
    ],
)
def test_whom_a_policy_lets_read(policy: str, principal: Principal) -> None:
    assert opened(f"for select {policy}") == [(("read",), principal, False)]


def test_conditions_by_action() -> None:
    assert opened("for all using (true)") == [(("read", "create", "update", "delete"), ANYONE, False)]
    assert opened("for all using (auth.uid() = owner) with check (true)") == [
        (("read", "update", "delete"), RESTRICTED, False),
        (("create",), ANYONE, False),
    ]
    assert opened("for insert with check (length(body) < 200)") == [(("create",), ANYONE, True)]
    assert opened("for insert with check (allowed(body))") == [(("create",), RESTRICTED, False)]
    assert opened("for insert") == [(("create",), NOBODY, False)]
    assert opened("for update using (true) with check (auth.uid() = owner)") == [(("update",), RESTRICTED, False)]


def test_a_table_without_security() -> None:
    text = 'create table if not exists "public"."Notes" (id int); create table private.jobs (id int);'
    (grant,) = grants(text)
    assert (grant.resource, grant.via, grant.principal) == ("public.notes", "default", ANYONE)
    assert text_at(text, grant.location.span) == "Notes"


@pytest.mark.parametrize(
    "later",
    [
        "alter table notes enable row level security;",
        "ALTER TABLE IF EXISTS ONLY public.notes ENABLE ROW LEVEL SECURITY;",
        "drop table if exists other, notes cascade;",
        "do $$ begin alter table notes enable row level security; end $$;",
        "do $x$ begin if true then alter table notes enable row level security; end if; end $x$;",
        "do $$ begin execute 'alter table notes enable row level security'; end $$;",
        "do $$ begin execute format('alter table %I enable row level security', t); end $$;",
        "revoke all on table public.notes from anon, authenticated;",
        "revoke all on all tables in schema public from anon;",
        "alter table notes rename to papers; alter table papers enable row level security;",
    ],
)
def test_later_migrations_count(later: str) -> None:
    assert grants("create table notes (id int);") != []
    assert grants("create table notes (id int);", later) == []


def test_security_that_is_taken_away() -> None:
    on, off = "alter table notes enable row level security;", "alter table notes disable row level security;"
    assert len(grants("create table notes (id int);", on, off)) == 1
    assert grants("create table notes (id int);", off, on) == []


def test_policies_that_are_dropped_or_restricted() -> None:
    start = 'alter table notes enable row level security; create policy "all of it" on notes using (true);'
    assert len(grants(start)) == 1
    assert grants(start, 'drop policy if exists "all of it" on public.notes;') == []
    assert grants(start, "create policy r on notes as restrictive using (auth.uid() = owner);") == []


def test_text_in_functions_is_no_statement() -> None:
    text = """
    create table notes (id int);
    create function f() returns void language plpgsql as $$
    begin alter table notes enable row level security; end $$;
    -- alter table notes enable row level security;
    comment on table notes is 'alter table notes enable row level security;';
    """
    assert [one.resource for one in grants(text)] == ["public.notes"]


def test_views() -> None:
    start = "create table t (id int); alter table t enable row level security;"
    view = "create or replace view public.v as select * from t join u on true;"
    (grant,) = grants(start, view)
    assert (grant.resource, grant.record, grant.via) == ("public.v", "t", "view")
    for safe in (
        "create view v with (security_invoker = true) as select * from t;",
        "create view v with (security_invoker) as select * from t;",
        "create view v as select * from t where owner = auth.uid();",
        "create view internal.v as select * from t;",
    ):
        assert grants(start, safe) == []
    for later in (
        "alter view v set (security_invoker = on);",
        "revoke select on v from anon;",
        "drop view if exists v;",
    ):
        assert grants(start, view, later) == []


def test_functions() -> None:
    body = "$$ begin insert into t values (1); end $$"
    definer = f"create or replace function public.f(x int) returns void language plpgsql security definer as {body};"
    (grant,) = grants(definer)
    assert (grant.via, grant.lacks) == ("function", ("search-path", "caller-check"))
    (grant,) = grants(definer, "alter function f(int) set search_path = '';")
    assert grant.lacks == ("caller-check",)
    assert grants(definer, "revoke execute on function f from public, anon;") == []
    assert grants(definer, "drop function f(int);") == []
    assert grants(definer.replace("definer", "invoker")) == []


def test_files_of_other_databases() -> None:
    read = read_sql(SourceText("assets/notes.sql", b"create table notes (id integer primary key, pin text);"))
    assert read.schema_steps == ()
    assert read.entities[0].on_device
    read = read_sql(SourceText("db/schema.sql", b"create table notes (id bigserial primary key, pin text);"))
    assert read.schema_steps == ()
    assert not read.entities[0].on_device


def test_databases_are_apart() -> None:
    one = read_sql(SourceText("a/supabase/migrations/1.sql", b"create table t (id int);"))
    other = read_sql(SourceText("b/supabase/migrations/1.sql", b"alter table t enable row level security;"))
    assert len(list(schema_grants([*one.schema_steps, *other.schema_steps]))) == 1


@pytest.mark.parametrize("text", ["(" * 100_000, "$a$" * 50_000, "".join(f"$a{n}$ " for n in range(20_000))])
def test_hostile_text(text: str) -> None:
    statement = f"create policy p on t using ({text}"
    read = read_sql(SourceText(f"{FOLDER}/1.sql", statement.encode()))
    assert len(read.schema_steps) <= 1


WORDS = st.sampled_from(
    ["create", "alter", "drop", "table", "policy", "view", "function", "on", "to", "for", "all", "using", "with",
     "check", "(", ")", ";", "$$", "do", "begin", "execute", "'", '"', "public.", "t", "enable", "row", "level",
     "security", "true", "or", "and", "revoke", "from", "anon", "--", "/*", "\n", ".", ",", "rename", "as", "select"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=80))
def test_no_text_is_too_strange(words: list[str]) -> None:
    text = " ".join(words)
    read = read_sql(SourceText(f"{FOLDER}/1.sql", text.encode()))
    assert len(read.entities) == len(read_ddl(text))
    lines = text.count("\n") + 1
    assert all(1 <= one.location.span.start_line <= lines for one in schema_grants(read.schema_steps))


OWN = "create policy own on profiles for update to authenticated using ((select auth.uid()) = id)"
START = "create table profiles (id uuid, role text); alter table profiles enable row level security;"
TRUST = "create policy t on notes using ((select role from public.profiles where id = auth.uid()) = 'admin');"
FUNCTION = """create function is_admin() returns bool language sql as
$$ select exists (select 1 from profiles where id = auth.uid() and role = 'admin') $$;"""


@pytest.mark.parametrize(
    ("statements", "trusted"),
    [
        (f"{OWN}; {TRUST}", True),
        (f"{TRUST} create policy own on profiles for insert with check (id = auth.uid());", True),
        (f"{OWN} with check (id = auth.uid() and role = 'member'); {TRUST}", False),
        (f"{OWN}; {TRUST} revoke update on profiles from authenticated;", False),
        (f"{OWN}; {TRUST} create trigger g before update on profiles for each row execute function g();", False),
        (f"create policy own on profiles for select using (auth.uid() = id); {TRUST}", False),
        (OWN, False),
        (f"{OWN}; {FUNCTION}", True),
    ],
)
def test_roles_in_the_hand_of_their_holders(statements: str, trusted: bool) -> None:
    found = [one for one in grants(START, statements) if one.record == "profiles"]
    assert any("role" in one.self_service for one in found) == trusted


def test_the_statement_that_opens_a_table_is_shown() -> None:
    (grant,) = grants("create table notes (id int);", "\nalter table notes disable row level security;")
    assert (grant.location.path, grant.location.span.start_line) == (f"{FOLDER}/0001.sql", 2)


@pytest.mark.parametrize(
    ("path", "served"),
    [("supabase/seed.sql", True), ("db/supabase_setup.sql", True), ("my-supabase-fork/db/schema.sql", False)],
)
def test_where_migrations_of_supabase_lie(path: str, served: bool) -> None:
    assert bool(read_sql(SourceText(path, b"create table t (id int);")).schema_steps) == served
