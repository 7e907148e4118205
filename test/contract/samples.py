"""The cards that hf-eval writes into, and by hand what clients have to find there afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import clients
from texts import (
    BLANK_FENCE,
    BODY,
    DEEP,
    FEWER_SHOTS,
    FLOW,
    FOREIGN,
    FRACTIONS,
    HELD_FILES,
    HELD_GSM8K,
    HELD_MMLU,
    MTEB,
    ODD_NAMES,
    OTHER_MODEL,
    RICH,
    TABLE,
    TWO_RULES,
    VERIFIED,
)

REPO = "harbor-labs/Kestrel-7B"
MODEL = "Kestrel-7B"
OWN = {"source_url": f"https://huggingface.co/{REPO}", "source_name": "Model README"}

Fields = dict[str, Any]

WRITES = "hf-eval writes into it"


def score(dataset: str, dataset_name: str, metric: str, name: str, value: Any, **more: Any) -> Fields:
    """A new score, with the names that huggingface_hub has for its parts."""
    return {
        "task_type": "text-generation",
        "dataset_type": dataset,
        "dataset_name": dataset_name,
        "metric_type": metric,
        "metric_name": name,
        "metric_value": value,
        **OWN,
        **more,
    }


def entry(dataset: str, task: str, value: Any, **more: Any) -> Fields:
    """A new entry of a results file; its date is the day of the run."""
    return {"dataset_id": dataset, "task_id": task, "value": value, **OWN, **more}


MMLU = score(
    "cais/mmlu",
    "MMLU",
    "acc",
    "acc",
    63.2,
    dataset_config="all",
    dataset_split="test",
    dataset_args={"num_few_shot": 5},
)
GPQA = score(
    "Idavidrein/gpqa", "GPQA Diamond", "acc", "acc", 31.3, dataset_config="gpqa_diamond", dataset_split="train"
)
GSM8K = score(
    "openai/gsm8k",
    "GSM8K",
    "em",
    "em (CoT)",
    74.5,
    dataset_config="main",
    dataset_split="test",
    dataset_args={"num_few_shot": 8},
)
KITE = score("benchmark", "Benchmarks", "pass@1", "Kite-Eval pass@1", 42)
SCORES = [MMLU, GPQA, GSM8K, KITE]
GPQA_ENTRY = entry("Idavidrein/gpqa", "diamond", 31.3)
GSM8K_ENTRY = entry("openai/gsm8k", "gsm8k", 74.5, notes="8-shot, CoT")
FILES = {".eval_results/gpqa_diamond.yaml": [GPQA_ENTRY], ".eval_results/gsm8k_8_shot_cot.yaml": [GSM8K_ENTRY]}


@dataclass
class Sample:
    name: str
    """The front matter between its fences; None for a card without one."""
    yaml: str | None = None
    body: str = BODY
    """All that stands in the file, where that is not front matter and body."""
    card: str | None = None
    options: list[str] = field(default_factory=list)
    """Files of .eval_results/ that are there before."""
    results: dict[str, str] = field(default_factory=dict)
    """What the run adds to the card and to the results files."""
    adds: list[Fields] = field(default_factory=lambda: SCORES)
    adds_entries: dict[str, list[Fields]] = field(default_factory=lambda: FILES)
    """What the run replaces, by the value that stands there before: values of the card, entries of results files."""
    replaces: dict[str, Any] = field(default_factory=dict)
    replaces_entries: dict[Any, Fields] = field(default_factory=dict)
    """Lets a client write into the card before the run."""
    prepare: Callable[[Path], None] | None = None
    """Promises that are not kept yet; a comment that begins with DEFECT says why."""
    known: set[str] = field(default_factory=set)

    def text(self) -> str:
        if self.card is not None:
            return self.card
        return self.body if self.yaml is None else f"---\n{self.yaml}---\n{self.body}"


ODD_NAME_SCORES = [
    score("benchmark", "Benchmarks", metric, name, value)
    for metric, name, value in [
        ("kite_east_1", 'Kite: "east" # 1', 85.0),
        ("don_t_quote", "don't 'quote'", 60.25),
        ("2026-01-01", "2026-01-01", 61),
        ("off", "off", 62.0),
        ("1e3", "1e3", 70.1),
        ("12_30_45", "12:30:45", 5),
        ("0x1f", "0x1F", 51.0),
        ("score", "~", 52.5),
        ("starred_a_b", "*starred* & {a: b}", 53.5),
        ("风筝", "风筝 🪁", 54.123456789012345),
        ("heron_kestrel", "= Heron|Kestrel", 55.5),
        ("1_000", "1_000", 66.6),
    ]
]


def write_gpqa(card: Path) -> None:
    """The score of the table on GPQA, as another client wrote it before."""
    clients.write_result(
        card,
        model_pretty_name=MODEL,
        task_pretty_name="Text Generation",
        task_id="text-generation",
        metrics_pretty_name="Accuracy",
        metrics_id="accuracy",
        metrics_value=31.3,
        dataset_pretty_name="GPQA (diamond)",
        dataset_id="Idavidrein/gpqa",
        dataset_config="gpqa_diamond",
        dataset_split="train",
    )


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def make_samples() -> list[Sample]:
    plain = [
        Sample("no front matter"),
        Sample("two rules at the start, which are no front matter", card=TWO_RULES, body=TWO_RULES),
        Sample("comments, flow style, anchors and block texts", yaml=RICH),
        Sample("foreign results in several styles", yaml=FOREIGN),
        Sample("a deep indentation", yaml=DEEP),
        Sample("a model-index in flow style", yaml=FLOW),
        Sample(
            "an empty list of results",
            yaml="license: mit\nmodel-index:\n- name: Kestrel-7B\n  results: []\ntags: [a]\n",
        ),
        Sample("MTEB's results", yaml=MTEB),
    ]
    return [
        *plain,
        *(
            Sample(
                f"{one.name}, CRLF",
                card=crlf(one.text()),
                body=crlf(one.body),
                adds=one.adds,
                adds_entries=one.adds_entries,
            )
            for one in plain
        ),
        Sample("a byte order mark", card=f"\ufeff---\nlicense: mit\n---\n{BODY}"),
        Sample("a byte order mark and no front matter", card=f"\ufeff{BODY}"),
        Sample("blank lines around the fences", card=f"\n\n---\n\nlicense: mit\n\n--- \t\n{BODY}"),
        Sample("a body of nothing but the table", body=TABLE.strip(), yaml="license: mit\n"),
        Sample("a model-index without a value", yaml="model-index:\nlicense: mit\n"),
        Sample("an empty model-index", yaml="model-index: []\n"),
        Sample("a quoted key", yaml=FOREIGN.replace("model-index:", '"model-index":')),
        Sample("another model's results", yaml=OTHER_MODEL),
        Sample(
            "verified results, which stay",
            yaml=VERIFIED,
            results=HELD_FILES,
            adds=[MMLU, GSM8K, KITE],
        ),
        Sample(
            "another value that is kept",
            yaml=HELD_MMLU,
            results={".eval_results/gsm8k.yaml": HELD_GSM8K},
            adds=[GPQA, GSM8K, KITE],
            adds_entries={".eval_results/gpqa_diamond.yaml": [GPQA_ENTRY]},
        ),
        Sample(
            "another value that is replaced",
            yaml=HELD_MMLU,
            results={".eval_results/gsm8k.yaml": HELD_GSM8K},
            options=["--on-conflict", "replace"],
            adds=[GPQA, GSM8K, KITE],
            replaces={"61.9": 63.2},
            adds_entries={".eval_results/gpqa_diamond.yaml": [GPQA_ENTRY]},
            replaces_entries={70.1: GSM8K_ENTRY},
        ),
        Sample(
            "a card that metadata_eval_result wrote",
            yaml="license: mit\n",
            prepare=write_gpqa,
            adds=[MMLU, GSM8K, KITE],
        ),
        Sample(
            "one dataset for all scores",
            yaml="license: mit\n",
            options=[
                "--dataset-name",
                "Suite: no. 1",
                "--dataset-type",
                "harbor-labs/suite",
                "--task-type",
                "question-answering",
            ],
            adds=[
                score("harbor-labs/suite", "Suite: no. 1", metric, name, value, task_type="question-answering")
                for metric, name, value in [
                    ("acc", "MMLU (5-shot) acc", 63.2),
                    ("acc", "GPQA Diamond acc", 31.3),
                    ("em", "GSM8K CoT (8-shot) em", 74.5),
                    ("pass@1", "Kite-Eval pass@1", 42),
                ]
            ],
            adds_entries={},
        ),
        Sample(
            "names and numbers that YAML could misread",
            yaml="license: mit\n",
            body=ODD_NAMES,
            options=["--force-table", "--table", "1"],
            adds=ODD_NAME_SCORES,
            adds_entries={},
        ),
        Sample(
            "fractions, which become percentages for leaderboards alone",
            yaml="license: mit\n",
            body=FRACTIONS,
            options=["--force-table", "--table", "1"],
            adds=[
                {**GPQA, "metric_type": "accuracy", "metric_name": "accuracy", "metric_value": 0.57},
                score("cais/hle", "HLE", "accuracy", "accuracy", 0.07, dataset_split="test"),
                score("benchmark", "Benchmarks", "kite", "Kite", 0.5123),
            ],
            adds_entries={
                ".eval_results/gpqa_diamond.yaml": [{**GPQA_ENTRY, "value": 57}],
                ".eval_results/hle.yaml": [entry("cais/hle", "hle", 7.0)],
            },
        ),
        Sample(
            "a closing bracket at the start of a line",
            yaml="license: mit\ntags: [\n  kite,\n  eval\n]\n",
            # DEFECT: refused as "deficient indentation", though PyYAML loads it.
            known={WRITES},
        ),
        Sample(
            "a blank behind the first fence",
            card=BLANK_FENCE,
            body=BLANK_FENCE,
        ),
        Sample(
            "the same benchmark with fewer shots",
            yaml=FEWER_SHOTS,
            # DEFECT: of huggingface_hub, which saves both scores as one result with the arguments and the source of the
            # first, so that the shots of the second are lost and hf-eval adds it again.
            known={"a card that huggingface_hub saved again holds all scores, and hf-eval finds nothing to add to it"},
        ),
    ]
