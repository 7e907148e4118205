"""
Lets hf-eval write into sample cards and reads them with huggingface_hub and PyYAML.

    python contract.py REPORT COMMAND...

COMMAND starts hf-eval. REPORT, where it is not empty, is a file that gets the results as vitest's JSON reporter writes
them. The exit code is 1 when a promise is broken that is not known to be, or a known one is kept.
"""

import json
import sys
import tempfile
import traceback
from pathlib import Path

import result_files
from promises import PROMISES, Broken, Promise, Run
from samples import WRITES, Sample, make_samples


def prepare(sample: Sample, command: list[str], root: Path) -> Run:
    run = Run(sample, command, root / "before", root / "after")
    for folder in (run.before, run.after):
        for name, text in {"README.md": sample.text(), **sample.results}.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        if sample.prepare is not None:
            sample.prepare(folder / "README.md")
    run.write(run.after)
    return run


def broken_by(check: Promise, run: Run) -> str | None:
    try:
        check(run)
    except Broken as broken:
        return str(broken)
    except Exception:
        return traceback.format_exc().rstrip().replace("\n", "\n  ")
    return None


def judge(sample: Sample, name: str, problem: str | None) -> dict[str, str]:
    """One outcome, as a test of a vitest report."""
    status = "passed" if problem is None else "failed"
    if name in sample.known:
        status = "failed" if problem is None else "todo"
        problem = problem or "It is marked as broken, but it is kept now: take the mark away."
    if status == "failed":
        print(f"BROKEN  {sample.name}: {name}\n  {problem}")
    elif status == "todo":
        print(f"known   {sample.name}: {name}")
    return {"fullName": f"{sample.name}: {name}", "status": status}


def try_sample(sample: Sample, command: list[str]) -> list[dict[str, str]]:
    """The outcome of each promise on one sample."""
    with tempfile.TemporaryDirectory(prefix="hf-eval-contract-") as root:
        try:
            run = prepare(sample, command, Path(root))
        except Exception as error:
            return [judge(sample, WRITES, str(error))]
        tests = [judge(sample, WRITES, None)]
        tests += [judge(sample, name, broken_by(check, run)) for name, check in PROMISES.items()]
    good = sum(test["status"] == "passed" for test in tests)
    print(f"{good:2}/{len(tests)}   {sample.name}", flush=True)
    return tests


def try_result_files(command: list[str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory(prefix="hf-eval-contract-") as root:
        problem = result_files.problem_in(Path(root), command)
    print(f"{int(problem is None):2}/1    a results file", flush=True)
    return judge(Sample("a results file"), result_files.READS, problem)


def main(report: str, command: list[str]) -> int:
    tests = [test for sample in make_samples() for test in try_sample(sample, command)]
    tests.append(try_result_files(command))
    counts = {status: sum(test["status"] == status for test in tests) for status in ("passed", "failed", "todo")}
    failed = counts["failed"] > 0
    if report:
        result = {"name": "contract", "status": "failed" if failed else "passed", "assertionResults": tests}
        Path(report).write_text(json.dumps({"testResults": [result]}), encoding="utf-8")
    print(f"\n{counts['passed']} promises kept, {counts['failed']} broken, {counts['todo']} known to be broken")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
