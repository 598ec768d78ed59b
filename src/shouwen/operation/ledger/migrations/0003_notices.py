"""What people are told, and what a follower of the log has laid aside."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0002_guard_the_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Aside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("follower", models.CharField(max_length=64)),
                ("tries", models.SmallIntegerField(default=1)),
                ("try_after", models.BigIntegerField(null=True)),
                ("why", models.CharField(max_length=120)),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.event"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.BigIntegerField()),
                ("read_at", models.BigIntegerField(null=True)),
                ("send_after", models.BigIntegerField(null=True)),
                ("sent_at", models.BigIntegerField(null=True)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("carrier", models.CharField(blank=True, max_length=16)),
                ("trouble", models.CharField(blank=True, max_length=120)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.case"),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.event"),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="aside",
            constraint=models.UniqueConstraint(fields=("follower", "event"), name="laid_aside_once"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", True)), fields=["staff", "-made_at"], name="notice_unread"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("send_after__isnull", False), ("sent_at__isnull", True)),
                fields=["send_after"],
                name="notice_to_send",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("staff", "event"), name="told_a_person_once"),
        ),
    ]
