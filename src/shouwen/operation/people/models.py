"""Units, staff, posts, shifts and absences, customers and their keys. Times are whole seconds since 1970 UTC."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shouwen.operation.people import scope, units
from shouwen.operation.people.scope import Scoped, Seen


class UnitRows(models.QuerySet["Unit"]):
    """Tells the tree in memory (units.py) of what is written past `save`."""

    def bulk_create(self, objs: Iterable[Unit], *args: Any, **kwargs: Any) -> list[Unit]:
        """As Django's."""
        made = super().bulk_create(objs, *args, **kwargs)
        units.changed()
        return made

    def bulk_update(self, objs: Iterable[Unit], fields: Iterable[str], *args: Any, **kwargs: Any) -> int:
        """As Django's."""
        rows = super().bulk_update(objs, fields, *args, **kwargs)
        units.changed()
        return rows

    def update(self, **kwargs: Any) -> int:
        """As Django's."""
        rows = super().update(**kwargs)
        units.changed()
        return rows

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's."""
        rows = super().delete()
        units.changed()
        return rows


class Unit(models.Model):
    """A place in the organisation. Events name it by `code` (their `site`); `standard` names the one it works by."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("organisation")
        REGION = "region", _("region")
        OWN_HALL = "own-hall", _("own hall")
        PARTNER_HALL = "partner-hall", _("partner hall")
        REPAIR_CENTRE = "repair-centre", _("repair centre")
        CALL_DESK = "call-desk", _("call desk")
        OFFICE = "office", _("office")

    class Size(models.TextChoices):
        LARGE = "large", _("large")
        SMALL = "small", _("small")

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    size = models.CharField(_("size class"), max_length=10, choices=Size.choices, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    standard = models.CharField(_("standard"), max_length=64, blank=True)  # blank: as the unit above; see UnitPast
    zone = models.CharField(_("time zone"), max_length=40, blank=True)  # blank: that of the unit above
    closed_at = models.BigIntegerField(null=True, blank=True)

    objects = UnitRows.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="unit_not_below_itself"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As Django's; the tree in memory is read anew."""
        super().save(*args, **kwargs)
        units.changed()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """As Django's; the tree in memory is read anew."""
        rows = super().delete(*args, **kwargs)
        units.changed()
        return rows


class UnitPast(models.Model):
    """What a unit worked by and under until a time: then the next of these counts, and after the last the unit's row.

    So what opened before a change is judged by the standard of that time, whenever it is worked out.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="past")
    standard = models.CharField(max_length=64, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    until = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "until"], name="one_past_of_a_unit_at_a_time")]


class StaffManager(BaseUserManager["Staff"]):
    """Makes staff; there are no superusers: rights come from posts."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Staff:
        """A new person who can log in. `password` None: cannot until one is set."""
        staff = self.model(username=username, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A person who works here; `username` is the work number they log in with."""

    username = models.CharField(_("work number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )  # of pages and notices; blank: the browser's, and the default
    backup = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = StaffManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("username"), name="one_work_number_in_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How events name this person: never by name."""
        return f"staff:{self.pk}"


class Post(models.Model):
    """Who has which role at which unit, and everything below it, from when to when."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=32)
    since = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True, blank=True)  # None: open

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff", "unit", "role"], condition=Q(until__isnull=True), name="one_post_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="post_ends_after_it_begins"
            ),
        ]


class Shift(models.Model):
    """A time of duty at a unit: planned, and as it was clocked."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="shifts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shifts")
    begins = models.BigIntegerField()
    ends = models.BigIntegerField()
    clocked_in = models.BigIntegerField(null=True, blank=True)
    clocked_out = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="shift_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(clocked_out__isnull=True) | Q(clocked_out__gte=F("clocked_in")),
                name="shift_clocked_out_after_in",
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(clocked_in__isnull=False, clocked_out__isnull=True),
                name="one_open_clock_in",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "begins"], name="shift_of_unit"),
            models.Index(fields=["staff", "begins"], name="shift_of_staff"),
            models.Index(
                fields=["unit"],
                name="shift_on_duty",
                condition=Q(clocked_in__isnull=False, clocked_out__isnull=True),
            ),
        ]


class Absence(models.Model):
    """A time somebody is away, and who answers meanwhile (None: the person's usual backup)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="absences")
    begins = models.BigIntegerField()
    ends = models.BigIntegerField()
    backup = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="absence_ends_after_it_begins"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["staff", "ends"], name="absence_of_staff"),
            models.Index(fields=["ends"], name="absence_by_end"),
        ]


class Customer(models.Model):
    """A customer. Whatever tells who it is lies in `personal`, encrypted under a key of their own (privacy.py)."""

    name = models.CharField(max_length=40, unique=True, editable=False)  # of the subject "customer:…"; says nothing
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # where they were first met
    tier = models.CharField(_("tier"), max_length=32, blank=True)  # a name of the standard's
    personal = models.BinaryField(default=b"", editable=False)
    erased_at = models.BigIntegerField(null=True, blank=True, editable=False)

    objects = Scoped("customer")

    @property
    def subject(self) -> str:
        """Whose story it is, in events."""
        return f"customer:{self.name}"


@scope.rule("customer")
def _customer_seen(seen: Seen) -> Q:
    """First met at a unit that is seen, or with a case that is seen. What cases there are, the book says."""
    case = Customer._meta.get_field("cases").related_model
    theirs = case._base_manager.filter(scope.condition("case", seen), customer=OuterRef("pk"))
    return Q(unit__in=seen.units) | Q(Exists(theirs))


class CustomerKey(models.Model):
    """The key of a customer's data, wrapped. Erasing the customer deletes the row: nothing opens the data then."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="key")
    wrapped = models.BinaryField()


class UnitKey(models.Model):
    """The key of a unit's own files, wrapped (unit_keys.py)."""

    unit = models.OneToOneField(Unit, models.CASCADE, primary_key=True, related_name="+")
    wrapped = models.BinaryField()


class CustomerMark(models.Model):
    """A blind index: the keyed digest of a phone number or a document's number, to find a customer by all of it."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10)  # phone, document
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "kind", "digest"], name="one_mark_of_a_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "digest"], name="mark_by_digest")]


class PersonalText(models.Model):
    """Free text about a customer, encrypted under their key. `name` is the digest of what is stored, so that events
    that name it also vouch for it."""

    name = models.CharField(max_length=64, primary_key=True)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    sealed = models.BinaryField()


class Token(models.Model):
    """A key to the API: of a person or of a device at a unit. Only its digest is kept."""

    label = models.CharField(_("label"), max_length=100)
    digest = models.BinaryField(unique=True)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, blank=True, related_name="tokens")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="tokens")  # of a device
    device = models.CharField(_("device"), max_length=64, blank=True)
    grade = models.CharField(max_length=16, default="device")  # of what a device tells
    scopes = models.JSONField(default=list)
    made_at = models.BigIntegerField()
    ends_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(null=True, blank=True)
    used_at = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(staff__isnull=False, unit__isnull=True) | Q(staff__isnull=True, unit__isnull=False),
                name="token_of_a_person_or_a_unit",
            ),
        ]


class Remembered(models.Model):
    """What all page processes remember together for a while: wrong second factors, codes that were used. Django's cache
    in the database (settings.CACHES) reads and writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)
