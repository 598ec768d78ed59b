"""A large log of halls for measuring, made by DuckDB: about ten events a visit, forty halls, in the order of time."""

from __future__ import annotations

from pathlib import Path

import duckdb

WORDS = """
    {'w': 'visit.entered', 'd': 0, 'p': true, 'g': 'device', 'b': 'door'},
    {'w': 'visit.greeted', 'd': 20 + a // 15, 'p': a < 960, 'g': 'self-reported', 'b': 'guide'},
    {'w': 'ticket.taken', 'd': 90, 'p': true, 'g': 'device', 'b': 'machine'},
    {'w': 'ticket.called', 'd': 150 + wait, 'p': served, 'g': 'device', 'b': 'clerk'},
    {'w': 'ticket.abandoned', 'd': 1500, 'p': NOT served, 'g': 'customer', 'b': 'page'},
    {'w': 'service.begun', 'd': 180 + wait, 'p': served, 'g': 'system', 'b': 'clerk'},
    {'w': 'identity.checked', 'd': 200 + wait + (c % 40) * (CASE WHEN c > 960 THEN 10 ELSE 1 END),
     'p': served AND c < 985, 'g': 'device', 'b': 'clerk'},
    {'w': 'service.paused', 'd': 230 + wait, 'p': served AND c % 20 = 0, 'g': 'system', 'b': 'clerk'},
    {'w': 'service.resumed', 'd': 250 + wait + d // 2, 'p': served AND c % 20 = 0, 'g': 'system', 'b': 'clerk'},
    {'w': 'order.entered', 'd': 260 + wait, 'p': served, 'g': 'system', 'b': 'clerk'},
    {'w': 'receipt.issued', 'd': 280 + wait, 'p': served AND d < 700, 'g': 'device', 'b': 'clerk'},
    {'w': 'service.ended', 'd': 300 + wait + d // 5, 'p': served, 'g': 'system', 'b': 'clerk'},
    {'w': 'rating.given', 'd': 540 + wait, 'p': served AND e < 450, 'g': 'customer', 'b': 'customer'},
    {'w': 'visit.left', 'd': 560 + wait + e // 10 + (CASE WHEN served THEN 0 ELSE 1000 END), 'p': true,
     'g': 'device', 'b': 'door'}
"""

LOG = """
WITH dice AS (
    SELECT range AS i, range % 40 AS hall, 1735689600 + (range // 4000) * 86400 + 1800
        + CAST(hash(range) % 34000 AS BIGINT) AS start,
        CAST(hash(range, 1) % 1000 AS BIGINT) AS a, CAST(hash(range, 2) % 1000 AS BIGINT) AS b,
        CAST(hash(range, 3) % 1000 AS BIGINT) AS c, CAST(hash(range, 4) % 1000 AS BIGINT) AS d,
        CAST(hash(range, 5) % 1000 AS BIGINT) AS e,
        ['payment', 'change', 'suspend', 'sim-loss', 'sim-replacement', 'new-line', 'contract', 'consult']
            [1 + CAST(hash(range, 6) % 8 AS BIGINT)] AS service
    FROM range({visits})),
visits AS (SELECT *, b * 3 // 4 AS wait, b < 975 AS served, CASE WHEN hall % 3 = 0 THEN 'partner' ELSE 'own' END AS kind
    FROM dice),
told AS (SELECT *, unnest([{words}]) AS said FROM visits),
timed AS (SELECT *, start + said.d AS seconds FROM told WHERE said.p)
SELECT row_number() OVER (ORDER BY seconds, i, said.d) AS id, ['visit:' || hall || '-' || i] AS about, said.w AS word,
    make_timestamp(seconds * 1000000) AS happened, make_timestamp(seconds * 1000000) AS noted,
    'hall-' || hall AS site, said.b || '-' || hall || '-' || (e % 8) AS by_whom, said.g AS grade,
    CASE WHEN said.w = 'rating.given'
        THEN '{{"score":' || (1 + e % 5) || ',"pressed":' || (CASE WHEN a < 20 THEN 'true' ELSE 'false' END) || '}}'
        WHEN said.b = 'clerk' THEN '{{"service":"' || service || '","site_kind":"' || kind || '"}}'
        ELSE '{{"site_kind":"' || kind || '"}}' END AS data,
    CAST(NULL AS BIGINT) AS corrects, CAST(NULL AS VARCHAR) AS correction
FROM timed ORDER BY id
"""


def make_log(visits: int, path: Path) -> int:
    """Write the log of so many visits, the same each time; returns how many events it has."""
    with duckdb.connect(config={"memory_limit": "4GB", "temp_directory": str(path.parent / "spilled")}) as connection:
        connection.execute("SET enable_progress_bar = false")
        text = LOG.format(visits=visits, words=WORDS)
        connection.execute(f"COPY ({text}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        row = connection.execute(f"SELECT count(*) FROM '{path}'").fetchone()
        assert row is not None
        return int(row[0])
