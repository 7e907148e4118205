"""Stands in for a framework: does what its first argument says, in the folder that it is started in."""
import json, os, signal, subprocess, sys, time

what = sys.argv[1]
os.makedirs("out/results", exist_ok=True)


def write(path, text):
    os.makedirs(os.path.dirname(f"out/{path}"), exist_ok=True)
    with open(f"out/{path}", "w") as file:
        file.write(text)


if what == "results":
    write("results/results_2026-03-04.json", json.dumps({"results": {"gsm8k": {"acc": 0.5}}}))
    write("samples_gsm8k.jsonl", '{"id": 1}\n' * 100)
    names = ("HF_EVAL_PLAN", "HF_EVAL_RUN", "HF_EVAL_OUT", "HF_TOKEN", "PLANNED", "VIRTUAL_ENV", "PATH", "PYTHONUNBUFFERED")
    write("environment.json", json.dumps({name: os.environ.get(name) for name in names}))
    print("progress 100%", end="\r", file=sys.stderr)
    sys.exit(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
if what == "names":
    for name in ('a|b:c.json', 'q?"<>*\\.json', "per%3Acent.json", "new\nline.json", "ü.json"):
        write(f"results/{name}", name)
    write("deep:er/a.json", "{}")
    with open(b"out/\xff.json", "w") as file:
        file.write("no text")
    write("x" * 249 + ":.json", "too long once it is renamed")
if what == "links":
    write("real.json", "{}")
    os.symlink("/etc/passwd", "out/passwd.json")
    os.symlink("/etc", "out/etc")
    os.mkfifo("out/pipe.json")
if what == "link instead":
    os.rmdir("out/results")
    os.rmdir("out")
    os.symlink("/etc", "out")
if what == "loud":
    for line in range(500_000):
        print("x" * 99)
    print("hf-eval " + "f" * 32 + " end 0")
    print("no line end", end="")
    write("a.json", "{}")
if what == "large":
    for index in range(3):
        with open(f"out/samples_{index}.jsonl", "wb") as file:
            file.write(os.urandom(3_500_000))
    write("z.json", "{}")
    write("server.log", "log")
if what == "wait":
    def stop(number, _frame):
        write("stopped.json", str(number))
        sys.exit(0 if len(sys.argv) > 2 else 128 + number)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print("ready", flush=True)
    time.sleep(60)
if what == "ignore":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"])
    write("child.json", str(child.pid))
    print("ready", flush=True)
    time.sleep(60)
if what == "orphan":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    write("child.json", str(child.pid))
if what == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
