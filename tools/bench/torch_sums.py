"""A plain PyTorch GRPO step on few-shot sums, to time belay's against: the keys and values of the examples are computed
once and shared by all samples, everything else is what one would write with transformers.

    ./belay convert SmolLM2-135M-Instruct.Q4_1.gguf smollm2
    python tools/bench/torch_sums.py smollm2 --steps 3 [--bf16]
"""

import argparse
import random
import time

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.cache_utils import DynamicCache

EXAMPLES = [(3, 4), (12, 9), (20, 15), (7, 18)]


def shots():
    return "".join(
        f"Question: {a} + {b}?\nAnswer: {a} + {b} = {a + b}. The answer is \\boxed{{{a + b}}}\n\n" for a, b in EXAMPLES
    )


def expand(cache, times):
    wide = DynamicCache()
    for i, layer in enumerate(cache.layers):
        wide.update(layer.keys.expand(times, -1, -1, -1), layer.values.expand(times, -1, -1, -1), i)
    return wide


def padded(rows, left):
    longest = max(map(len, rows))
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        at = slice(longest - len(row), longest) if left else slice(0, len(row))
        ids[i, at] = torch.tensor(row)
        mask[i, at] = 1
    return ids, mask


@torch.no_grad()
def sample(model, prefix, questions, stops, budget):
    """Completions at temperature 1 of questions that stand behind the shared prefix."""
    cache = expand(model(prefix, use_cache=True).past_key_values, len(questions))
    ids, own = padded(questions, left=True)
    seen = torch.ones(len(questions), prefix.shape[1], dtype=torch.long)
    done = torch.zeros(len(questions), dtype=torch.bool)
    position = prefix.shape[1] + own.cumsum(-1).sub(1).clamp(min=0)
    out = []
    for _ in range(budget):
        mask = torch.cat([seen, own], 1)
        logits = model(ids, past_key_values=cache, attention_mask=mask, position_ids=position, logits_to_keep=1).logits[:, -1]
        token = torch.multinomial(logits.float().softmax(-1), 1)
        out.append(torch.where(done[:, None], torch.full_like(token, -1), token))
        done |= torch.isin(token[:, 0], stops)
        if done.all():
            break
        ids, own = token, torch.cat([own, torch.ones_like(token)], 1)
        position = position[:, -1:] + 1
    drawn = torch.cat(out, 1).tolist()
    return [[t for t in row if t >= 0] for row in drawn]


def train(model, optimizer, prefix, questions, completions, advantages):
    cache = expand(model(prefix, use_cache=True).past_key_values, len(questions))
    ids, mask = padded([q + c[:-1] for q, c in zip(questions, completions)], left=False)
    full = torch.cat([torch.ones(len(ids), prefix.shape[1], dtype=torch.long), mask], 1)
    hidden = model.model(ids, past_key_values=cache, attention_mask=full).last_hidden_state
    loss, tokens = 0.0, sum(map(len, completions))
    rows, targets, weights = [], [], []
    for i, (q, c) in enumerate(zip(questions, completions)):
        rows.append(hidden[i, len(q) - 1 : len(q) - 1 + len(c)])
        targets += c
        weights += [advantages[i]] * len(c)
    logp = model.lm_head(torch.cat(rows)).float().log_softmax(-1)
    logp = logp.gather(1, torch.tensor(targets)[:, None])[:, 0]
    loss = -(torch.tensor(weights) * (logp - logp.detach()).exp()).sum() / tokens
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action="store_true")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(a.folder)
    model = AutoModelForCausalLM.from_pretrained(a.folder, dtype=torch.float32)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, weight_decay=0.0)
    prefix = torch.tensor([tokenizer(shots()).input_ids])
    stops = torch.tensor([2, tokenizer("\n").input_ids[0]])
    draw = random.Random(0)
    for step in range(1, a.steps + 1):
        pairs = [(draw.randint(1, 40), draw.randint(1, 40)) for _ in range(8) for _ in range(1)]
        questions = [tokenizer(f"Question: {x} + {y}?\nAnswer:").input_ids for x, y in pairs for _ in range(8)]
        with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
            start = time.perf_counter()
            completions = sample(model, prefix, questions, stops, 28)
            middle = time.perf_counter()
            right = [f"\\boxed{{{sum(pairs[i // 8])}}}" in tokenizer.decode(c) for i, c in enumerate(completions)]
            rewards = torch.tensor(right, dtype=torch.float32).view(8, 8)
            advantages = ((rewards - rewards.mean(1, keepdim=True)) / (rewards.std(1, keepdim=True) + 1e-4)).view(-1).tolist()
            train(model, optimizer, prefix, questions, completions, advantages)
        end = time.perf_counter()
        tokens = sum(map(len, completions))
        print(f"step {step}: {end - start:.2f} s (sampling {middle - start:.2f}, training {end - middle:.2f}), {tokens} tokens, right {sum(right)}/64", flush=True)


if __name__ == "__main__":
    main()
