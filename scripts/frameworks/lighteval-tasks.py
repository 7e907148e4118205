"""Tasks of lighteval over the made-up questions, which lie in folders beneath the current one."""

from lighteval.metrics.metrics import Metrics
from lighteval.metrics.normalizations import LogProbCharNorm
from lighteval.tasks.lighteval_task import LightevalTaskConfig
from lighteval.tasks.requests import Doc


def ask_choice(line, task_name=None):
    return Doc(
        task_name=task_name,
        query=f"Question: {line['question']}\nAnswer:",
        choices=[f" {choice}" for choice in line["choices"]],
        gold_index=line["answer"],
    )


def ask_count(line, task_name=None):
    return Doc(
        task_name=task_name,
        query=f"Question: {line['question']}\nAnswer:",
        choices=[str(line["choices"][line["answer"]])],
        gold_index=0,
    )


def of(name, folder, prompt, **rest):
    return LightevalTaskConfig(
        name=name,
        prompt_function=prompt,
        hf_repo=f"harbor-labs/{folder}",
        hf_subset="default",
        hf_avail_splits=["train", "test"],
        evaluation_splits=["test"],
        few_shots_split="train",
        **rest,
    )


ACCURACY = Metrics.loglikelihood_acc
ACCURACY_NORMALIZED = Metrics.loglikelihood_acc(sample_params={"logprob_normalization": LogProbCharNorm()})
ENDS_IN_NUMBER = Metrics.exact_match(sample_params={"type_exact_match": "suffix"})

TASKS_TABLE = [
    of("kestrel_parts:rivers", "rivers", ask_choice, metrics=[ACCURACY]),
    of("kestrel_parts:stones", "stones", ask_choice, metrics=[ACCURACY]),
    of("kestrel_choice", "quiz", ask_choice, metrics=[ACCURACY, ACCURACY_NORMALIZED]),
    of(
        "kestrel_count",
        "quiz",
        ask_count,
        metrics=[Metrics.exact_match, ENDS_IN_NUMBER],
        generation_size=32,
        stop_sequence=["\n\n"],
    ),
]
