#!/usr/bin/env python3
"""Measures belay and TRL side by side and prints one Markdown table.

    TRL_PYTHON=/path/to/venv/bin/python tools/bench/compare.py [--repeats 5] [--cases xs,s,m,...]

Runs alternate (belay, TRL, belay, TRL, ...), so that a slow minute of the machine hits both. A ratio is formed inside each
pair; the table shows the median and, in brackets, the smallest and the largest. A run during which other processes used
more than 5 % of the machine is repeated, at most three times, and marked when it never was quiet. Linux only (/proc/stat).

On a machine that is never quiet, give each run priority over everything else and do not wait:

    tools/bench/compare.py --shared --prefix "chrt -r 1" --cases xs,s
    tools/bench/compare.py --shared --prefix "nice -n -15" --cases s,contended

What the others cost then is cache and memory traffic, for both sides; the table says that the machine was shared. The
contended case needs ordinary scheduling (nice): real-time threads of one priority take turns of 100 ms.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CPUS = os.cpu_count()
QUIET = 0.05

STEP = ["--problems", "4", "--samples", "8"]
CASES = {
    "xs": ("step", ["--shape", "xs", "--prompt", "24", "--new", "64"]),
    "s": ("step", ["--shape", "s", "--prompt", "24", "--new", "64"]),
    "m": ("step", ["--shape", "m", "--prompt", "24", "--new", "64"]),
    "smollm2": ("step", ["--shape", "smollm2", "--problems", "8", "--samples", "8", "--prompt", "24", "--new", "64"]),
    "l": ("step", ["--shape", "l", "--prompt", "24", "--new", "64"]),
    "prompt-heavy": ("step", ["--shape", "s", "--prompt", "160", "--new", "22"]),
    "contended": ("step", ["--shape", "s", "--prompt", "24", "--new", "64"]),
    "digits": ("digits", []),
}


LARGE = ["smollm2", "l"]


def cpu_times():
    fields = [int(x) for x in open("/proc/stat").readline().split()[1:9]]
    return sum(fields), fields[3] + fields[4]


def own_seconds():
    t = os.times()
    return t.children_user + t.children_system


def wait_until_quiet(limit=120):
    end = time.time() + limit
    told = False
    while time.time() < end:
        total, idle = cpu_times()
        time.sleep(1)
        total2, idle2 = cpu_times()
        if 1 - (idle2 - idle) / max(1, total2 - total) <= QUIET:
            return
        if not told:
            print(f"other processes are busy; waiting up to {limit} s for a quiet machine", file=sys.stderr, flush=True)
            told = True


def run_once(command, environment):
    """The JSON of the last output line that is JSON, and the share of the machine that other processes took."""
    total, idle = cpu_times()
    mine, start = own_seconds(), time.time()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3600)
    total2, idle2 = cpu_times()
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    line = [text for text in done.stdout.splitlines() if text.startswith("{")][-1]
    busy = (total2 - total - (idle2 - idle)) / os.sysconf("SC_CLK_TCK")
    others = max(0.0, busy - (own_seconds() - mine)) / (CPUS * max(1e-9, time.time() - start))
    return json.loads(line), others


def run(command, environment, at_once):
    for _ in range(3):
        if not at_once:
            wait_until_quiet()
        result, others = run_once(command, environment)
        result["othersShare"] = others
        if at_once or others <= QUIET:
            break
    return result


def sides(task, options, arguments):
    if task == "step" and "--problems" not in options:
        options = [*options, *STEP]
    belay = [ROOT / "belay", "bench", task, *options, "--json"]
    trl = [arguments.trl_python, ROOT / "tools/bench/trl_grpo.py", task, *options]
    if task == "step":
        belay += ["--steps", str(arguments.belay_steps)]
        trl += ["--steps", str(arguments.trl_steps)]
    return {"belay": list(map(str, belay)), "TRL": list(map(str, trl))}


def measure(case, arguments):
    """Pairs of results, in the order run."""
    task, options = CASES[case]
    prefix = arguments.prefix.split()
    commands = {
        side: prefix + command
        for side, command in sides(task, options, arguments).items()
    }
    # Spinning OpenMP threads are TRL's worst enemy on a shared machine; it gets the setting that avoids them.
    environments = {"belay": dict(os.environ), "TRL": dict(os.environ)}
    if case == "contended":
        environments["TRL"]["OMP_WAIT_POLICY"] = "PASSIVE"
    pairs = []
    for repeat in range(arguments.repeats):
        pair = {}
        for side, command in commands.items():
            foreign = subprocess.Popen([*prefix, "sh", "-c", "while :; do :; done"]) if case == "contended" else None
            try:
                pair[side] = run(command, environments[side], arguments.shared or foreign is not None)
            finally:
                if foreign:
                    foreign.kill()
                    foreign.wait()
        pairs.append(pair)
        print(json.dumps({"case": case, "repeat": repeat, **pair}), file=sys.stderr, flush=True)
    return pairs


def spread(values, form):
    if any(v is None for v in values):
        return "not reached"
    return f"{form(statistics.median(values))} ({form(min(values))} to {form(max(values))})"


def row(case, label, pairs, key, form, higher_is_better=False):
    belay = [pair["belay"].get(key) for pair in pairs]
    trl = [pair["TRL"].get(key) for pair in pairs]
    if any(v is None for v in belay + trl):
        ratio = ""
    else:
        ratio = spread([b / t if higher_is_better else t / b for b, t in zip(belay, trl)], lambda x: f"{x:.2f}")
    noisy = any(p[s]["othersShare"] > QUIET for p in pairs for s in p) and case != "contended"
    return f"| {case} | {label}{' (machine not quiet)' if noisy else ''} | {spread(belay, form)} | {spread(trl, form)} | {ratio} |"


def table(results):
    seconds, rate, mega = (lambda x: f"{x:.4f}"), (lambda x: f"{x:.0f}"), (lambda x: f"{x / 1e6:.0f} MB")
    lines = ["| case | figure | belay | TRL | belay is better by |", "|---|---|---|---|---|"]
    for case, pairs in results.items():
        if CASES[case][0] == "step":
            lines.append(row(case, "step, s", pairs, "stepSeconds", seconds))
            lines.append(row(case, "sampled tokens/s", pairs, "sampledTokensPerSecond", rate, True))
        else:
            lines.append(row(case, "steps to reward 0.9", pairs, "stepsToReward", rate))
            lines.append(row(case, "seconds to reward 0.9", pairs, "secondsToReward", seconds))
            lines.append(row(case, "process start to first reward, s", pairs, "startToFirstRewardSeconds", seconds))
        lines.append(row(case, "peak RSS", pairs, "peakRssBytes", mega))
    if "contended" in results and "s" in results:
        for side in ("belay", "TRL"):
            slow = statistics.median(p[side]["stepSeconds"] for p in results["contended"])
            quiet = statistics.median(p[side]["stepSeconds"] for p in results["s"])
            lines.append(f"| contended | slow-down of {side} under one busy process | {slow / quiet:.2f} | | |")
    return "\n".join(lines)


def machine():
    info = open("/proc/cpuinfo").read()
    name = next((line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name")), "?")
    amx = "with AMX" if "amx_bf16" in info else "no AMX"
    return f"{name}, {CPUS} processors, {amx}, Linux {platform.release()}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--belay-steps", type=int, default=10, help="timed steps of each belay run, after at least four")
    parser.add_argument("--trl-steps", type=int, default=8, help="timed steps of each TRL run")
    parser.add_argument("--cases", default=",".join(c for c in CASES if c not in LARGE),
                        help=f"of {', '.join(CASES)}; {' and '.join(LARGE)} take long and run only by name")
    parser.add_argument("--trl-python", default=os.environ.get("TRL_PYTHON"), help="default: TRL_PYTHON")
    parser.add_argument("--shared", action="store_true", help="do not wait for a quiet machine")
    parser.add_argument("--prefix", default="", help="what to put before every command, for instance: nice -n -15")
    parser.add_argument("--raw", type=Path, help="also write every result to this JSON file")
    arguments = parser.parse_args()
    if not arguments.trl_python:
        parser.error("set TRL_PYTHON to a Python that has torch, transformers, datasets and trl")
    cases = arguments.cases.split(",")
    unknown = [case for case in cases if case not in CASES]
    if unknown:
        parser.error(f"unknown cases {', '.join(unknown)}; known: {', '.join(CASES)}")
    subprocess.run([ROOT / "belay", "--version"], check=True, stdout=subprocess.DEVNULL)
    results = {case: measure(case, arguments) for case in cases}
    if arguments.raw:
        arguments.raw.write_text(json.dumps(results, indent=1))
    engine = results[cases[0]][0]["TRL"]["engine"]
    shared = "; shared machine, this run above everything else" if arguments.shared else ""
    print(f"{machine()}; {engine}; {arguments.repeats} alternating pairs; median (smallest to largest){shared}\n")
    print(table(results))


if __name__ == "__main__":
    main()
