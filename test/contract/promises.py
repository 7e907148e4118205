"""What hf-eval promises to clients that others wrote, each promise a check on one run of it."""

import copy
import difflib
import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import clients
from samples import REPO, Fields, Sample


class Broken(Exception):
    """A promise that was not kept: where, what was expected, what was found."""

    def __init__(self, where: Path | str, expected: Any, found: Any):
        if isinstance(expected, str) and isinstance(found, str) and "\n" in expected:
            lines = difflib.unified_diff(
                expected.splitlines(), found.splitlines(), "expected", "found", n=1, lineterm=""
            )
            super().__init__("\n  ".join([str(where), *islice(map(ascii, lines), 40)]))
        else:
            super().__init__(f"{where}\n  expected: {expected!r}\n  found:    {found!r}")


@dataclass
class Run:
    """A sample before and after hf-eval wrote into it."""

    sample: Sample
    command: list[str]
    before: Path
    after: Path

    def hf_eval(self, folder: Path, subcommand: str, *options: str) -> str:
        args = [*self.command, subcommand, "--card", "README.md", "--repo-id", REPO, *options]
        done = subprocess.run(args, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60)
        if done.returncode != 0:
            raise Broken(folder / "README.md", f"hf-eval {subcommand} succeeds", done.stdout + done.stderr)
        return done.stdout

    def extract(self, folder: Path, *options: str) -> str:
        return self.hf_eval(folder, "extract-readme", *self.sample.options, *options)

    def write(self, folder: Path) -> None:
        self.extract(folder, "--output-format", "both", "--write")

    def copy(self, name: str) -> Path:
        """A copy of what the run left, for a client to write into."""
        folder = self.after.with_name(name)
        shutil.copytree(self.after, folder, dirs_exist_ok=True)
        return folder

    def held(self) -> list[Fields]:
        """The scores that were there before, with those values that the run is asked to replace."""
        scores = clients.read_scores(self.before / "README.md")
        swap = self.sample.replaces
        return [{**one, "metric_value": swap.get(text_of(one["metric_value"]), one["metric_value"])} for one in scores]


Promise = Callable[[Run], None]
PROMISES: dict[str, Promise] = {}


def promise(name: str) -> Callable[[Promise], Promise]:
    def note(check: Promise) -> Promise:
        PROMISES[name] = check
        return check

    return note


@promise("huggingface_hub loads the card and finds the same body")
def keeps_body(run: Run) -> None:
    card = run.after / "README.md"
    body = run.sample.body.removeprefix("\ufeff")
    expect(card, body, clients.read_body(card))
    expect(f"{card}, its last bytes", True, card.read_bytes().endswith(body.encode()))


@promise("huggingface_hub finds every score that was there before")
def keeps_scores(run: Run) -> None:
    card = run.after / "README.md"
    missing = count(run.held()) - count(clients.read_scores(card))
    expect(f"{card}, scores that are gone", [], list(missing.elements()))


@promise("huggingface_hub finds every new score with exactly the value of the table, and no others")
def adds_scores(run: Run) -> None:
    card = run.after / "README.md"
    expect_same(card, run.held() + run.sample.adds, clients.read_scores(card))


@promise("PyYAML loads the same data as before, new results after the others")
def keeps_data(run: Run) -> None:
    card = run.after / "README.md"
    before = clients.read_metadata(run.before / "README.md")
    after = clients.read_metadata(card)
    old, new = before.pop("model-index", None) or [], after.pop("model-index")
    expect(card, before, after)
    expect(f"{card}, order of keys", list(before), list(after))
    old = copy.deepcopy(old)
    for result in (result for element in old for result in element.get("results") or []):
        for metric in result["metrics"]:
            metric["value"] = run.sample.replaces.get(text_of(metric["value"]), metric["value"])
    for element, grown in zip(old, new, strict=False):
        results, grown_results = element.pop("results", None) or [], grown.pop("results")
        expect(card, element, grown)
        for result, grown_result in zip(results, grown_results, strict=False):
            metrics = result.pop("metrics")
            expect(card, metrics, grown_result.pop("metrics")[: len(metrics)])
            expect(card, result, grown_result)
        expect(f"{card}, results remain", True, len(grown_results) >= len(results))
    expect(f"{card}, elements remain", True, len(new) >= len(old))


@promise("the printed YAML says the same to huggingface_hub as what is written")
def prints_same(run: Run) -> None:
    printed = clients.from_model_index(run.extract(run.before, "--format", "yaml"))
    expect("new scores that the YAML leaves out", [], list((count(run.sample.adds) - count(printed)).elements()))


@promise("metadata_update finds no conflict in the same results, and doubles none")
def offers_again(run: Run) -> None:
    card = run.after / "README.md"
    scores = clients.read_scores(card)
    for one in run.sample.adds:
        expect_same(card, scores, update(card, one))


@promise("metadata_update knows a score again that has another value")
def offers_other(run: Run) -> None:
    card = run.after / "README.md"
    scores = clients.read_scores(card)
    for one in run.sample.adds:
        other = {**one, "metric_value": 12.75}
        try:
            clients.update(card, clients.to_model_index([other]))
        except ValueError:
            expect_same(
                card, [other if same(each, one) else each for each in scores], update(card, other, overwrite=True)
            )
        else:
            raise Broken(card, "a conflict", f"none for {other}")


@promise("`show` lists the scores that huggingface_hub reads")
def shows_same(run: Run) -> None:
    card = run.after / "README.md"
    shown = json.loads(run.hf_eval(run.after, "show", "--format", "json"))
    listed = [plain_number(one.get("value")) for one in shown["model_index"]]
    expect_same(card, [plain_number(one["metric_value"]) for one in clients.read_scores(card)], listed)
    entries = [one for file in results_of(run.after) for one in clients.read_entries(file)]
    listed = [plain_number(one.get("value")) for one in shown["eval_results"]]
    expect_same(f"{card}, .eval_results", [plain_number(one["value"]) for one in entries], listed)


@promise("a card that huggingface_hub saved again holds all scores, and hf-eval finds nothing to add to it")
def survives_save(run: Run) -> None:
    folder = run.copy("saved")
    card = folder / "README.md"
    clients.save_again(card)
    # The client keeps one source for all results of a dataset, so this is all that it promises itself.
    parts = ("task_type", "dataset_type", "metric_type", "metric_value")
    expect_same(
        card,
        [[one[part] for part in parts] for one in run.held() + run.sample.adds],
        [[one[part] for part in parts] for one in clients.read_scores(card)],
    )
    saved = card.read_bytes()
    run.write(folder)
    expect(card, saved.decode(), card.read_bytes().decode())


@promise("huggingface_hub finds every entry of the results files, old and new, in the right file")
def keeps_entries(run: Run) -> None:
    expected = {file.name: clients.read_entries(file) for file in results_of(run.before)}
    for name, entries in expected.items():
        expected[name] = [dated(run.sample.replaces_entries.get(one["value"], one), one) for one in entries]
    for path, entries in run.sample.adds_entries.items():
        name = path.removeprefix(".eval_results/")
        expected[name] = expected.get(name, []) + [dated(one) for one in entries]
    found = {file.name: clients.read_entries(file) for file in results_of(run.after)}
    expect(run.after / ".eval_results", undated(expected), undated(found))


@promise("PyYAML loads the dates of results files as text")
def dates_are_text(run: Run) -> None:
    for file in results_of(run.after):
        for one in clients.load_yaml(file):
            expect(f"{file}, type of the date", "str", type(one["date"]).__name__)
            expect(f"{file}, an ISO date", True, re.match(r"\d{4}-\d\d-\d\d(T|$)", one["date"]) is not None)


@promise("results files that huggingface_hub dumped again say the same, and hf-eval finds nothing to add to them")
def survives_dump(run: Run) -> None:
    folder = run.copy("dumped")
    for file in results_of(folder):
        entries = clients.read_entries(file)
        dumped = clients.dump_entries(file)
        expect(file, entries, clients.parse_entries(dumped))
        file.write_text(dumped, encoding="utf-8")
    texts = {file.name: file.read_text(encoding="utf-8") for file in results_of(folder)}
    run.write(folder)
    expect(
        folder / ".eval_results", texts, {file.name: file.read_text(encoding="utf-8") for file in results_of(folder)}
    )


def update(card: Path, one: Fields, *, overwrite: bool = False) -> list[Fields]:
    try:
        return clients.update(card, clients.to_model_index([one]), overwrite=overwrite)
    except ValueError as error:
        raise Broken(card, f"no conflict for {one}", error) from None


def results_of(folder: Path) -> list[Path]:
    return sorted((folder / ".eval_results").glob("*"))


def dated(one: Fields, held: Fields | None = None) -> Fields:
    """A new entry has the date of the run, an old one its own."""
    return one if one is held else {**one, "date": "today"}


def undated(files: dict[str, list[Fields]]) -> dict[str, list[Fields]]:
    """Any date of these days is today: the run may have passed midnight, or live in another time zone."""
    days = {(date.today() + timedelta(days=shift)).isoformat() for shift in (-1, 0, 1)}
    return {
        name: [{**one, "date": "today"} if one.get("date") in days else one for one in entries]
        for name, entries in files.items()
    }


def plain_number(value: Any) -> Any:
    """JSON does not tell 33.0 from 33."""
    return float(value) if isinstance(value, int) else value


def text_of(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def same(a: Any, b: Any) -> bool:
    """Python takes 1, 1.0 and True for equal; here they are not."""
    return text_of(a) == text_of(b)


def count(items: list[Any]) -> Counter[str]:
    return Counter(text_of(item) for item in items)


def expect(where: Path | str, expected: Any, found: Any) -> None:
    if not same(expected, found):
        raise Broken(where, expected, found)


def expect_same(where: Path | str, expected: list[Any], found: list[Any]) -> None:
    """The same items in any order."""
    missing, extra = count(expected) - count(found), count(found) - count(expected)
    if missing or extra:
        raise Broken(where, list(missing.elements()) or "nothing more", list(extra.elements()) or "nothing more")
