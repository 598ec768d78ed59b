"""Rights come from posts; the three administrators are apart and see no customer; nobody gives rights to themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.operation.conftest import Cast

from shouwen.fault import Fault
from shouwen.operation.people import scope
from shouwen.operation.people.models import Post, Staff
from shouwen.operation.people.posts import end_post, give_post
from shouwen.operation.people.rights import SYSTEM, Acting, acting_of
from shouwen.operation.people.roles import ADMINISTRATORS, ROLES

NOW = 1_800_000_000
DAY = 86_400

pytestmark = pytest.mark.django_db


def _refused(give: Callable[[], object]) -> str:
    with pytest.raises(Fault) as refused:
        give()
    return refused.value.code


def test_a_post_counts_at_its_unit_and_below(cast: Cast) -> None:
    han, lin = acting_of(cast.han, NOW), acting_of(cast.lin, NOW)
    assert han.units == {unit.pk for unit in (cast.area, cast.east, cast.west, cast.partner, cast.desk)}
    assert han.roles_at(cast.west.pk) == {"area-manager"}
    assert han.roles_at(cast.repair.pk) == frozenset()
    assert (lin.units, lin.reference, lin.staff) == ({cast.east.pk}, f"staff:{cast.lin.pk}", cast.lin.pk)
    assert lin.roles_at(cast.area.pk) == frozenset()


def test_a_post_counts_from_when_it_begins_until_it_ends(cast: Cast) -> None:
    Post.objects.create(staff=cast.lin, unit=cast.west, role="guide", since=NOW, until=NOW + DAY)
    assert [acting_of(cast.lin, at).roles_at(cast.west.pk) for at in (NOW - 1, NOW, NOW + DAY - 1, NOW + DAY)] == [
        frozenset(),
        {"guide"},
        {"guide"},
        frozenset(),
    ]


def test_who_has_no_post_or_has_left_sees_nothing(cast: Cast) -> None:
    assert acting_of(cast.bai, NOW).seen == scope.Seen(frozenset(), cast.bai.pk)
    cast.han.is_active = False
    assert (acting_of(cast.han, NOW).posts, acting_of(cast.han, NOW).units) == ((), frozenset())


def test_administrators_have_their_role_everywhere_below_and_see_no_customers_rows(cast: Cast) -> None:
    for staff, role in ((cast.shi, "system-admin"), (cast.an, "security-admin"), (cast.cha, "audit-admin")):
        acting = acting_of(staff, NOW)
        assert acting.roles_at(cast.east.pk) == {role}
        assert acting.units == frozenset()


def test_the_language_is_the_persons_choice_then_the_pages(cast: Cast) -> None:
    assert acting_of(cast.lin, NOW).language == "zh-Hans"
    assert acting_of(cast.lin, NOW, language="en").language == "en"
    cast.lin.language = "zh-hant"
    assert acting_of(cast.lin, NOW, language="en").language == "zh-Hant"


def test_only_the_security_administrator_gives_posts(cast: Cast) -> None:
    for staff in (cast.shi, cast.cha, cast.han, cast.bai):
        acting = acting_of(staff, NOW)
        assert _refused(lambda by=acting: give_post(cast.lin, cast.west, "clerk", by=by, since=NOW)) == "not-for-you"
    post = give_post(cast.lin, cast.west, "clerk", by=acting_of(cast.an, NOW), since=NOW)
    assert acting_of(cast.lin, NOW).roles_at(cast.west.pk) == {"clerk"}
    end_post(post, by=acting_of(cast.an, NOW), at=NOW + DAY)
    assert acting_of(cast.lin, NOW + DAY).roles_at(cast.west.pk) == frozenset()


def test_a_security_administrator_of_one_region_gives_no_posts_elsewhere(cast: Cast) -> None:
    give_post(cast.bai, cast.area, "security-admin", by=acting_of(cast.an, NOW), since=NOW)
    regional = acting_of(cast.bai, NOW)
    assert _refused(lambda: give_post(cast.wu, cast.repair, "manager", by=regional, since=NOW)) == "not-for-you"
    assert give_post(cast.lin, cast.east, "guide", by=regional, since=NOW).unit == cast.east


def test_nobody_gives_themselves_a_post_not_even_who_gives_all_others(cast: Cast) -> None:
    acting = acting_of(cast.an, NOW)
    assert _refused(lambda: give_post(cast.an, cast.east, "security-admin", by=acting, since=NOW)) == "post-for-oneself"
    assert _refused(lambda: give_post(cast.an, cast.east, "clerk", by=acting, since=NOW)) == "post-for-oneself"


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"system-admin"}))
def test_an_administrator_has_no_other_role_and_who_works_becomes_none(cast: Cast, role: str) -> None:
    assert _refused(lambda: give_post(cast.shi, cast.east, role, by=SYSTEM, since=NOW)) == "administrators-apart"
    Post.objects.filter(staff=cast.bai).delete()
    give_post(cast.bai, cast.east, role, by=SYSTEM, since=NOW)
    for administrator in set(ADMINISTRATORS) - {role}:
        refused = _refused(
            lambda name=administrator: give_post(cast.bai, cast.repair, name, by=SYSTEM, since=NOW + DAY)
        )
        assert refused == "administrators-apart"


def test_an_ended_post_is_no_hindrance_and_one_to_come_is(cast: Cast) -> None:
    give_post(cast.bai, cast.east, "clerk", by=SYSTEM, since=NOW, until=NOW + DAY)
    assert give_post(cast.bai, cast.east, "audit-admin", by=SYSTEM, since=NOW + DAY).role == "audit-admin"
    assert (
        _refused(lambda: give_post(cast.bai, cast.east, "guide", by=SYSTEM, since=NOW - DAY)) == "administrators-apart"
    )
    assert give_post(cast.bai, cast.east, "guide", by=SYSTEM, since=NOW - DAY, until=NOW).until == NOW


def test_wrong_posts_are_refused(cast: Cast) -> None:
    assert _refused(lambda: give_post(cast.bai, cast.east, "king", by=SYSTEM, since=NOW)) == "post-role-unknown"
    assert _refused(lambda: give_post(cast.lin, cast.east, "clerk", by=SYSTEM, since=NOW)) == "post-twice"
    assert _refused(lambda: give_post(cast.bai, cast.east, "clerk", by=SYSTEM, since=NOW, until=NOW)) == "post-times"


def test_the_last_security_administrator_stays(cast: Cast) -> None:
    post = Post.objects.get(staff=cast.an)
    assert _refused(lambda: end_post(post, by=acting_of(cast.an, NOW), at=NOW)) == "last-administrator"
    give_post(cast.bai, cast.organisation, "security-admin", by=acting_of(cast.an, NOW), since=NOW)
    end_post(post, by=acting_of(cast.bai, NOW), at=NOW)
    assert acting_of(cast.an, NOW).roles == frozenset()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["system-admin", "audit-admin", "clerk", "guide"]), st.integers(0, 4), st.integers(1, 3)
        ),
        max_size=12,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_is_asked_for_nobody_ever_is_an_administrator_and_something_else(
    cast: Cast, asked: list[tuple[str, int, int]]
) -> None:
    Post.objects.filter(staff=cast.bai).delete()
    for role, since, lasting in asked:
        try:
            give_post(cast.bai, cast.east, role, by=SYSTEM, since=NOW + since, until=NOW + since + lasting)
        except Fault:
            continue
    for at in range(NOW, NOW + 8):
        roles = acting_of(cast.bai, at).roles
        assert len(roles) <= 1 or roles.isdisjoint(ADMINISTRATORS)


def test_the_system_sees_everything_and_has_no_role() -> None:
    assert SYSTEM.seen is scope.EVERYTHING
    assert (SYSTEM.reference, SYSTEM.roles) == ("", frozenset())


def test_acting_never_holds_a_name(cast: Cast) -> None:
    assert [staff.name for staff in Staff.objects.all() if staff.name in repr(acting_of(staff, NOW))] == []


def test_a_token_holds_back_what_it_is_not_for() -> None:
    assert Acting("staff:1", scopes=frozenset({"read"})).lets("read")
    assert not Acting("staff:1", scopes=frozenset({"read"})).lets("act")
    assert Acting("staff:1").lets("act")
