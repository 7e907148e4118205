"""Texts of sample cards: bodies with tables, front matters, results files. None of the numbers was measured."""

TABLE = """
| Benchmark          | Metric | Heron 13B | Kestrel 7B |
|--------------------|--------|----------:|-----------:|
| MMLU (5-shot)      | acc    |      66.0 |   **63.2** |
| GPQA Diamond       | acc    |      33.8 |      31.30 |
| GSM8K CoT (8-shot) | em     |      71.9 |       74.5 |
| Kite-Eval          | pass@1 |      40.1 |         42 |
"""

BODY = f"""
# Kestrel 7B

Pêle-mêle, 中文, 🪁: in the body nothing changes.

---

Scores in %.
{TABLE}
The end, without a line break"""

ODD_NAMES = """
# Kestrel 7B

| Benchmark                 | Kestrel 7B |
|---------------------------|-----------:|
| Kite: "east" # 1          |       85.0 |
| don't 'quote'             |      60.25 |
| 2026-01-01                |         61 |
| off                       |       62.0 |
| 1e3                       |      70.10 |
| 12:30:45                  |          5 |
| 0x1F                      |      51.00 |
| ~                         |       52.5 |
| \\*starred\\* &amp; {a: b} |       53.5 |
| 风筝 🪁                   | 54.123456789012345 |
| = Heron\\|Kestrel          |       55.5 |
| 1_000                     |       66.6 |
"""

FRACTIONS = """
# Kestrel 7B

| Benchmark    | Kestrel 7B |
|--------------|-----------:|
| GPQA Diamond |        .57 |
| HLE          |      0.070 |
| Kite         |      .5123 |
"""

TWO_RULES = f"---\n---\n\n# Kestrel 7B\n{TABLE}"

BLANK_FENCE = f"--- \nlicense: mit\n---\n{BODY}"

RICH = """# Written by hand; keep the order
license: "apache-2.0"   # SPDX
language: [en, 'no', zh]
tags: [ text-generation , kite ]
pipeline_tag: text-generation
released: 2026-03-01
version: 1.10
base_model: &base harbor-labs/Kestrel-7B-Base
widget:
  - text: |
      ---- not a fence
      Twenty: past four # no comment
    example_title: >-
      folded
      text
thumbnail: 'it''s.png'
extra: {base: *base, empty: , nested: {a: [1, 2], "b c": null}}
"""

FOREIGN = """license: mit
model-index:
- name: Kestrel-7B
  results:
  - task:
      type: text-generation
      name: Text Generation
    dataset:
      name: AI2 Reasoning Challenge (25-Shot)
      type: ai2_arc
      config: ARC-Challenge
      split: test
      args:
        num_few_shot: 25
    metrics:
    - type: acc_norm
      value: 59.98
      name: normalized accuracy
    source:
      url: https://huggingface.co/spaces/HuggingFaceH4/open_llm_leaderboard?query=harbor-labs/Kestrel-7B
      name: Open LLM Leaderboard
  - task: {type: automatic-speech-recognition, name: Speech Recognition}
    dataset: {type: common_voice, name: 'Common Voice (Norsk)', config: 'no', revision: 5503434ddd753f426f4b3810}
    metrics: [{type: wer, value: "20.0 ± 1.2", name: Test WER}, {type: cer, value: 7}]   # from the paper
  # the same benchmark, by somebody else
  - task:
      type: text-generation
    dataset:
      name: MMLU
      type: cais/mmlu
    metrics:
    - type: acc
      value: 0.612
      args: {average: macro}
tags:
- kite
"""

DEEP = """model-index:
    -   name: Kestrel-7B
        results:
            -   task:
                    type: text-generation
                dataset:
                    type: ai2_arc
                    name: ARC
                    config: ARC-Easy
                    args:
                        num_few_shot: 0
                metrics:
                    -   type: acc
                        value: 58.75

license: mit
"""

FLOW = """model-index: [{name: Kestrel-7B, results: [
  {task: {type: text-generation}, dataset: {type: 'ai2_arc', name: "A: easy"}, metrics: [{type: acc, value: 81.2}]} # us
 ]}]
"""

OTHER_MODEL = """model-index:
- name: Heron-13B
  results:
  - task:
      type: text-generation
    dataset:
      name: ARC
      type: ai2_arc
    metrics:
    - type: acc
      value: 66.1
"""

MTEB = (
    "model-index:\n- name: Kestrel-7B\n  results:\n"
    + "".join(
        f"""  - dataset:
      config: {config}
      name: MTEB {name} ({config})
      revision: e8379541af4e31359cca9fbcf4b00f2671dba205
      split: test
      type: mteb/{name.lower()}
    metrics:
    - type: accuracy
      value: {value}
    - type: ap
      value: {value / 2}
    - type: f1
      value: {value}e-1
    - type: main_score
      value: {value}
    task:
      type: {task}
"""
        for name, config, task, value in [
            ("AmazonCounterfactualClassification", "en", "Classification", 75.95522388059702),
            ("AmazonCounterfactualClassification", "de", "Classification", 65.77087794432548),
            ("ArguAna", "default", "Retrieval", 38.901000000000003),
            ("STS22", "zh", "STS", 1.0),
            ("BUCC", "'no'", "BitextMining", 99.12345678901234),
        ]
    )
    + "tags:\n- mteb\n- feature-extraction\n"
)

VERIFIED = """model-index:
- name: Kestrel-7B
  results:
  - task:
      type: text-generation
    dataset:
      name: GPQA Diamond
      type: Idavidrein/gpqa
      config: gpqa_diamond
      split: train
    metrics:
    - type: acc
      value: 29.8
      name: acc
      verified: true
      verifyToken: eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJoYXNoIjoiYWJj.c2ln
  - task:
      type: summarization
    dataset:
      name: cnn_dailymail
      type: cnn_dailymail
    metrics:
    - {type: rouge1, value: 33.0, verified: false, verifyToken: e30.e30.c2ln}
"""

HELD_FILES = {
    ".eval_results/gpqa_diamond.yaml": """# run by the benchmark's authors
- dataset: {id: Idavidrein/gpqa, task_id: diamond, revision: 633f5ee7a4f8b5a9c0b1}
  value: 30.1
  verifyToken: eyJhbGciOiJFZERTQSJ9.e30.c2ln
  date: "2026-01-15T10:30:00Z"
  source: {url: https://example.org/logs, name: Eval logs, org: example-org}
  notes: no-tools
""",
    ".eval_results/hle.yaml": """- dataset:
    id: cais/hle
    task_id: hle
  value: 8.0
  date: '2026-02-03'
""",
}

HELD_GSM8K = """- dataset:
    id: openai/gsm8k
    task_id: gsm8k
  value: 70.1   # the first run
  date: '2026-02-03'
  source:
    url: https://example.org/first
    name: First run
    user: somebody
  notes: 8-shot, CoT
"""

HELD_MMLU = """model-index:
- name: Kestrel-7B
  results:
  - task:
      type: text-generation
    dataset:
      name: Massive Multitask Language Understanding
      type: cais/mmlu
      config: all
      split: test
      args:
        num_few_shot: 5
    metrics:
    - type: acc
      value: 61.9
      name: Accuracy
"""

FEWER_SHOTS = """model-index:
- name: Kestrel-7B
  results:
  - task:
      type: text-generation
    dataset:
      name: MMLU
      type: cais/mmlu
      config: all
      split: test
      args:
        num_few_shot: 0
    metrics:
    - type: acc
      value: 58.75
      name: acc
"""
