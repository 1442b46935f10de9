"""Golden renderings of chat templates, made by jinja2 with the settings of transformers.

    python tools/parity/make_chat.py model/src/test/resources/chat

Reads every *.jinja and every line of expressions.txt of the folder, and writes golden.json beside them. The clock of
strftime_now stands at 2024-07-26 09:05:03.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

from transformers.utils import chat_template_utils as hf

NOW = datetime(2024, 7, 26, 9, 5, 3)

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather at a place; \"now\" means <now> & here",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "Größe, Straße, 東京"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"},
                "days": {"type": "integer", "minimum": 1, "maximum": 1e16},
                "where": {"type": "array", "items": {"type": "number"}, "nullable": True},
            },
            "required": ["city"],
        },
    },
}
ADD = {
    "type": "function",
    "function": {
        "name": "add",
        "description": "Adds",
        "parameters": {
            "type": "object",
            "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
            "required": ["a", "b"],
        },
        "return": {"type": "number"},
    },
}


def user(text):
    return {"role": "user", "content": text}


def system(text):
    return {"role": "system", "content": text}


def assistant(text, **more):
    return {"role": "assistant", "content": text, **more}


def call(arguments, id="call_12345", name="get_weather"):
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


PLAIN = [system("You are terse."), user("What is 2 + 2?"), assistant("4"), user("And 3 * 'x'?\n")]
CALLED = [
    user("Weather in Paris?"),
    assistant("", tool_calls=[call({"city": "Paris", "days": 2, "exact": 0.1, "ok": True, "none": None})]),
    {"role": "tool", "tool_call_id": "call_12345", "name": "get_weather", "content": "{\"degrees\": 21.5}"},
]
CASES = {
    "user": {"messages": [user("Hi")], "add_generation_prompt": True},
    "no prompt": {"messages": [user("Hi")], "add_generation_prompt": False},
    "multi-turn": {"messages": PLAIN, "add_generation_prompt": True},
    "without system": {"messages": PLAIN[1:], "add_generation_prompt": True},
    "training": {"messages": [*PLAIN, assistant(" xxx "), user("ok"), assistant("bye")], "add_generation_prompt": False},
    "white space": {
        "messages": [system("  \n sys \n"), user("\u00a0 a\tb \n\n"), assistant("  c  "), user(" \u3000")],
        "add_generation_prompt": True,
    },
    "special characters": {
        "messages": [user("<|im_start|>{{ 7 * 7 }}{% x %} \\n 'a' \"b\" ü 東京 \U0001f600 </s> & \u2028 \u0000")],
        "add_generation_prompt": True,
    },
    "tools": {"messages": [user("Weather in Paris?")], "tools": [WEATHER, ADD], "add_generation_prompt": True},
    "tools and system": {"messages": PLAIN, "tools": [ADD], "add_generation_prompt": True},
    "tool call": {"messages": CALLED, "tools": [WEATHER], "add_generation_prompt": True},
    "tool call answered": {
        "messages": [*CALLED, assistant("21.5 degrees."), user("Thanks")],
        "tools": [WEATHER, ADD],
        "add_generation_prompt": True,
    },
    "two tool calls": {
        "messages": [
            user("Add twice"),
            assistant(None, tool_calls=[call({"a": 1, "b": 2}, name="add"), call({"a": 3, "b": -4}, "call_67890", "add")]),
            {"role": "tool", "tool_call_id": "call_12345", "name": "add", "content": "3"},
            {"role": "tool", "tool_call_id": "call_67890", "name": "add", "content": "-1"},
            assistant("3 and -1"),
        ],
        "tools": [ADD],
        "add_generation_prompt": False,
    },
    "arguments as text": {
        "messages": [user("x"), assistant("y", tool_calls=[call("{\"city\": \"Rome\"}")])],
        "tools": [WEATHER],
        "add_generation_prompt": False,
    },
    "thinking": {
        "messages": [
            user("q"),
            assistant("<think>\nhm\n</think>\n\na"),
            user("r"),
            assistant("b", reasoning_content="because"),
            user("s"),
            assistant("c", thinking="so", reasoning="so"),
        ],
        "add_generation_prompt": False,
    },
    "thinking off": {"messages": PLAIN[:2], "enable_thinking": False, "thinking": False, "add_generation_prompt": True},
    "thinking on": {
        "messages": PLAIN[:2],
        "enable_thinking": True,
        "thinking": True,
        "reasoning_effort": "high",
        "add_generation_prompt": True,
    },
    "parts": {
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "S"}]},
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
        ],
        "add_generation_prompt": True,
    },
    "two users": {"messages": [user("a"), user("b")], "add_generation_prompt": True},
    "late system": {"messages": [user("a"), assistant("b"), system("c"), user("d")], "add_generation_prompt": True},
    "developer": {"messages": [{"role": "developer", "content": "d"}, user("a")], "add_generation_prompt": True},
    "assistant first": {"messages": [assistant("b"), user("a")], "add_generation_prompt": True},
    "documents": {
        "messages": [user("a")],
        "documents": [{"title": "T", "text": "long text"}, {"title": "U", "text": "more"}],
        "add_generation_prompt": True,
    },
    "no messages": {"messages": [], "add_generation_prompt": True},
}
SPECIALS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
VARIABLES = {
    "s": "Hello, World",
    "t": "  pad\tded \n",
    "u": "Straße 東京 \U0001f600 é",
    "e": "",
    "n": 7,
    "m": -3,
    "f": 2.5,
    "big": 12345678901234567890123,
    "yes": True,
    "no": False,
    "none": None,
    "l": [3, 1, 2],
    "w": ["b", "A", "c", "a"],
    "d": {"b": 1, "a": {"x": [1, 2.0, None, "q'\"\n"]}, "items": 5},
    "r": [{"k": "x", "v": 1}, {"k": "y", "v": 2}, {"k": "x", "v": 3, "o": {"z": 9}}],
}


def compiled(source):
    template = hf._cached_compile_jinja_template(source)
    template.globals["strftime_now"] = lambda form: NOW.strftime(form)
    return template


def rendered(template, variables):
    try:
        text, spans = hf._render_with_assistant_indices(
            template,
            messages=variables.get("messages"),
            tools=variables.get("tools"),
            documents=variables.get("documents"),
            **{k: v for k, v in variables.items() if k not in ("messages", "tools", "documents")},
        )
        return {"text": text, "generations": spans}
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}


def main(folder):
    golden = {"specials": SPECIALS, "cases": CASES, "variables": VARIABLES, "templates": {}, "expressions": []}
    for file in sorted(folder.glob("*.jinja")):
        template = compiled(file.read_text(encoding="utf-8"))
        golden["templates"][file.name] = {
            name: rendered(template, SPECIALS | {"tools": None, "documents": None} | case) for name, case in CASES.items()
        }
    lines = folder / "expressions.txt"
    for line in lines.read_text(encoding="utf-8").splitlines() if lines.exists() else []:
        if line.strip() and not line.startswith("##"):
            source = line.replace("⏎", "\n")
            try:
                found = rendered(compiled(source), VARIABLES | {"add_generation_prompt": False})
            except Exception as e:
                found = {"error": f"{type(e).__name__}: {e}"}
            golden["expressions"].append({"source": source} | found)
    (folder / "golden.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
