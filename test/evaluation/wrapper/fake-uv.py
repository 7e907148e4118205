#!/usr/bin/env python3
"""Stands in for uv: makes a folder with this Python in it, and tells what it was asked."""
import json, os, sys, time

asked = sys.argv[1:]
with open(os.environ["FAKE_UV_LOG"], "a") as log:
    log.write(json.dumps({"asked": asked, "secrets": sorted(name for name in os.environ if name.startswith("HF_EVAL_"))}) + "\n")
if asked[:1] == ["venv"] and asked[-1] == os.environ.get("FAKE_UV_LACKS"):
    sys.exit(2)
elif asked[:1] == ["venv"]:
    os.makedirs(f"{asked[1]}/bin")
    os.symlink(sys.executable, f"{asked[1]}/bin/python")
elif asked[:2] == ["pip", "install"]:
    print("ready" if "FAKE_UV_SECONDS" in os.environ else "Installed 2 packages", flush=True)
    time.sleep(float(os.environ.get("FAKE_UV_SECONDS", "0")))
    sys.exit(int(os.environ.get("FAKE_UV_CODE", "0")))
elif asked[:2] == ["pip", "freeze"]:
    print("lm_eval==0.4.13\ntorch==2.9.1+cu128\nown @ git+https://me:hunter2@example.org/own\n-e file:///own")
