"""Tasks of inspect-ai over the made-up questions, which may be brought to a bad end.

Its mock model answers: with the replies of the questions, and from the second time on with fewer of them. It tells the
number of tokens itself, since inspect would download a tokenizer to count them.
"""

import json
import os
import signal
from collections import Counter

from inspect_ai import Task, task
from inspect_ai.dataset import Sample, json_dataset
from inspect_ai.model import ModelOutput, ModelUsage, get_model
from inspect_ai.scorer import Score, accuracy, grouped, includes, match, mean, scorer, stderr
from inspect_ai.solver import generate, solver, system_message

DATA = "harbor-labs/quiz/test.jsonl"
TROUBLED = "How many stones stand in the ring at Pell?"


def to_sample(record):
    return Sample(
        id=record["question"],
        input=record["question"],
        target=record["choices"][record["answer"]],
        metadata={"subject": record["subject"]},
    )


def mock_model():
    with open(DATA, encoding="utf-8") as lines:
        replies = {record["question"]: record["reply"] for record in map(json.loads, lines)}
    asked = Counter()

    def answer(messages, tools, tool_choice, config):
        question = messages[-1].text
        asked[question] += 1
        knows = asked[question] == 1 or len(question) % asked[question] > 0
        output = ModelOutput.from_content("mockllm", replies[question] if knows else "I have forgotten.")
        output.usage = ModelUsage(input_tokens=9, output_tokens=9, total_tokens=18)
        return output

    return get_model("mockllm/harbor-labs/Kestrel-Tiny", custom_outputs=answer)


@solver
def meet(trouble):
    async def solve(state, generate):
        if state.sample_id == TROUBLED:
            if trouble == "raise":
                raise RuntimeError("the ring is under water")
            if trouble == "interrupt":
                os.kill(os.getpid(), signal.SIGINT)
            if trouble == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
        return state

    return solve


@scorer(metrics={"words": [mean(), stderr()], "strict": [accuracy(), stderr()]})
def style():
    async def score(state, target):
        text = state.output.completion
        return Score(value={"words": len(text.split()), "strict": int(f"#### {target.text}" in text)}, answer=text)

    return score


@task
def kestrel_count(fewshot: int = 2, trouble: str = "none"):
    return Task(
        dataset=json_dataset(DATA, to_sample),
        model=mock_model(),
        solver=[system_message("Count."), generate(), meet(trouble)],
        scorer=[match(numeric=True), includes(), style()],
    )


@task
def kestrel_subjects():
    return Task(
        dataset=json_dataset(DATA, to_sample),
        model=mock_model(),
        solver=generate(),
        scorer=match(numeric=True),
        metrics=[accuracy(), stderr(), grouped(accuracy(), "subject")],
    )
