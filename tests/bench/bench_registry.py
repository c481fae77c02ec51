"""A page of the registry among 10,000 datasets, against reading all of them and choosing here.

The rival is what a list without questions to the server does: read every record, filter and sort in Python, cut the
page out. ``DRIFTDESK_BENCH_DATASETS`` makes it smaller.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from driftdesk.core.datasets.registry import RegistryQuery
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import Dataset, Severity, Task, now
from driftdesk.core.retention.service import RetentionService
from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.store import Store

DATASETS = int(os.environ.get("DRIFTDESK_BENCH_DATASETS", "10000"))
TIMES = 20


def fill(store: Store) -> None:
    """Datasets as a registry of years looks: names of a few kinds, descriptions, tags, verdicts."""
    draw = random.Random(1)
    began = now()
    words = ("customers", "billing", "north plant", "weekly", "quarter", "sensor", "returned", "campaign")
    for first in range(0, DATASETS, 1000):
        store.datasets.insert_many(
            Dataset(
                name=f"{draw.choice(words)}-{i}",
                description=" ".join(draw.choices(words, k=12)),
                task=draw.choice([*Task, None]),
                head=draw.randrange(30),
                rows=draw.randrange(9_000_000),
                labelled=draw.randrange(100),
                tags=tuple(draw.sample(["finance", "Q1", "nightly", "gold", "eu", "raw"], draw.randrange(4))),
                favoured_by=("ada",) if not i % 500 else (),
                verdicts=tuple(draw.choices([*Severity], k=draw.randrange(13))),
                updated_at=began - timedelta(minutes=i),
            )
            for i in range(first, min(first + 1000, DATASETS))
        )


def median(work: Callable[[], object], times: int = TIMES) -> float:
    """Milliseconds."""
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return 1000 * statistics.median(taken)


def read_all(datasets: DatasetService) -> list[Dataset]:
    found = [d for d in datasets.list() if "north" in f"{d.name} {d.description}" and d.task is Task.TEXT]
    return sorted(found, key=lambda d: d.updated_at, reverse=True)[:50]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), user="ada")
        server = EmbeddedServer(settings)
        try:
            store = open_store(settings)
            datasets = DatasetService(store, "ada")
            fill(store)
            rival = median(lambda: read_all(datasets), 3)
            print(f"{DATASETS:,} datasets; all read, filtered and sorted here: {rival:.0f} ms = 1")
            asked = {
                "the first page by name": RegistryQuery(),
                "the page in the middle, by name": RegistryQuery(offset=DATASETS // 2),
                "what changed last": RegistryQuery(sort="updated", descending=True),
                "searched, of one task, what changed last": RegistryQuery(
                    search="north", task=Task.TEXT, sort="updated", descending=True
                ),
                "searched for what is nowhere": RegistryQuery(search="nowhere"),
                "of one tag, by the share labelled": RegistryQuery(tag="gold", sort="labelled"),
                "favourites": RegistryQuery(favourites=True),
            }
            for what, query in asked.items():
                taken = median(lambda q=query: datasets.page(q))  # type: ignore[misc]  # bound at once
                print(f"{what:45} {taken:7.1f} ms   {rival / taken:5.0f} times as fast")
            account = median(RetentionService(store, datasets).account, 3)
            print(f"{'the account of what all of them take':45} {account:7.1f} ms")
            store.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
