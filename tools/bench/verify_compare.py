#!/usr/bin/env python3
"""Times belay's verifier and Math-Verify on the same answers, side by side, and prints one Markdown table.

    MATH_VERIFY_PYTHON=/path/to/venv/bin/python tools/bench/verify_compare.py ANSWERS.jsonl[.gz] [--repeats 3]

The interpreter has math-verify installed (pip install math-verify==0.9.0). Rows are {"gold", "answer", "response",
"truth"}. Runs alternate (belay, Math-Verify, belay, ...), so that a slow minute of the machine hits both; a ratio is
formed inside each pair, and the table shows medians with the smallest and largest in brackets. Each side runs on one
thread and is timed by that thread's processor time, so that other processes do not count: Math-Verify in its own
process and main thread with its own time limits, as its users run it, and without its first 50 answers; belay after a
warm-up of 8 s. Build belay first: ./mvnw -q -DskipTests package.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

REFERENCE = r"""
import gzip, json, sys, time
from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify
path, kind = sys.argv[1:3]
configs = [LatexExtractionConfig(boxed_match_priority=0), ExprExtractionConfig()]
box = lambda s: s if "$" in s or "\\boxed" in s else "\\boxed{" + s + "}"
times, right, judged, wrong = [], 0, 0, 0
for line in gzip.open(path, "rt") if path.endswith(".gz") else open(path):
    row = json.loads(line)
    text = row.get(kind)
    if not isinstance(text, str):
        continue
    text = box(text) if kind == "answer" else text
    start = time.thread_time()
    try:
        verdict = bool(verify(parse(box(row["gold"]), configs), parse(text, configs)))
    except BaseException:
        verdict = False
    times.append((time.thread_time() - start) * 1e6)
    if row.get("truth") in (True, False):
        judged += 1
        right += verdict == row["truth"]
        wrong += verdict and not row["truth"]
times = sorted(times[50:])
print(json.dumps({"rows": len(times), "mean_us": sum(times) / len(times), "p50_us": times[len(times) // 2],
    "p99_us": times[int(len(times) * 0.99)], "max_us": times[-1], "agree": right / max(1, judged), "false_positives": wrong}))
"""


def class_path():
    jars = [str(p) for m in ("verify", "bench") for p in [ROOT / m / "target" / "classes"]]
    extra = os.environ.get("BELAY_CLASSPATH")  # the jackson jars, where they are not in ~/.m2
    if extra:
        return ":".join(jars + [extra])
    repo = Path.home() / ".m2/repository/com/fasterxml/jackson/core"
    for name in ("jackson-databind", "jackson-core", "jackson-annotations"):
        found = sorted((repo / name).glob("*/*.jar"))
        if not found:
            sys.exit(f"no {name} under {repo}: build belay first, or set BELAY_CLASSPATH")
        jars.append(str(found[-1]))
    return ":".join(jars)


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def spread(values, digits):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}, {max(values):.{digits}f}]"


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("answers")
    a.add_argument("--repeats", type=int, default=3)
    a.add_argument("--preset", default="strict")
    a.add_argument("--response-preset", default="lenient")
    a.add_argument("--warm", default="8", help="seconds of warm-up of belay")
    a = a.parse_args()
    python = os.environ.get("MATH_VERIFY_PYTHON") or sys.exit("set MATH_VERIFY_PYTHON to an interpreter with math-verify")
    java = os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
    belay = [java, "-XX:+UseSerialGC", "-cp", class_path(), "dev.belay.bench.VerifyRate", a.answers]
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}\n")
    print("| input | belay mean, µs | p99 | max | bytes | Math-Verify mean, µs | p99 | max | ratio of means |")
    print("|---|---|---|---|---|---|---|---|---|")
    for kind, preset in (("answer", a.preset), ("response", a.response_preset)):
        ours, theirs = [], []
        for _ in range(a.repeats):
            ours.append(run([*belay, preset, kind, a.warm]))
            theirs.append(run([python, "-c", REFERENCE, a.answers, kind]))
        pick = lambda runs, key, digits: spread([r[key] for r in runs], digits)
        ratios = [t["mean_us"] / o["mean_us"] for o, t in zip(ours, theirs)]
        print(f"| {kind}, {preset} | {pick(ours, 'mean_us', 1)} | {pick(ours, 'p99_us', 0)} | {pick(ours, 'max_us', 0)}"
              f" | {ours[0]['bytes']} | {pick(theirs, 'mean_us', 0)} | {pick(theirs, 'p99_us', 0)}"
              f" | {pick(theirs, 'max_us', 0)} | {spread(ratios, 0)} |")
    one, two = (run([*belay, a.preset, "answer", a.warm, str(n)])["per_second"] for n in (1, 2))
    print(f"\nThroughput, {a.preset}: {one:.0f}/s on one thread, {two:.0f}/s on two ({two / one:.2f}x).")


if __name__ == "__main__":
    main()
