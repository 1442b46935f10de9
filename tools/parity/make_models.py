"""Tiny random checkpoints of every family with golden values, for the Java parity tests.

    python tools/parity/make_models.py model/src/test/resources/parity [NAME ...]

Without names all are made. Every fixture folder gets golden.json and gradients.safetensors. All goldens are computed in
fp32 from the weights as they are stored, so a bf16 checkpoint is compared at its own rounded weights.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoModelForTokenClassification,
    LlamaConfig,
    MistralConfig,
    Olmo2Config,
    Qwen2Config,
    Qwen3Config,
)

from make_tokenizers import character_tokenizer

VOCAB = 40
# Name: the class of its config and what differs from the sizes below. The position is the seed: append only.
VARIANTS = {
    # grouped-query attention, tied head, fp32, one file
    "qwen2-tied": (Qwen2Config, dict(num_key_value_heads=2, tie_word_embeddings=True)),
    # one key/value head, own head, other rope base and epsilon, three layers, shards
    "qwen2-untied-sharded": (
        Qwen2Config,
        dict(
            num_key_value_heads=1,
            tie_word_embeddings=False,
            num_hidden_layers=3,
            rms_norm_eps=1e-5,
            rope_parameters={"rope_theta": 1_000_000.0, "rope_type": "default"},
        ),
    ),
    # as many key heads as query heads, a head size of its own, stored in bf16
    "qwen2-bf16": (Qwen2Config, dict(num_key_value_heads=4, head_dim=12, tie_word_embeddings=True)),
    # SmolLM2's proportions: 9 query heads to 3 key heads, tied, bf16
    "llama-tied-bf16": (
        LlamaConfig,
        dict(
            hidden_size=36,
            num_attention_heads=9,
            num_key_value_heads=3,
            tie_word_embeddings=True,
            rms_norm_eps=1e-5,
            rope_parameters={"rope_theta": 100_000.0, "rope_type": "default"},
        ),
    ),
    # Llama 3.1's stretched positions, which reach all three bands of frequencies here; own head
    "llama3-scaled": (
        LlamaConfig,
        dict(
            num_key_value_heads=2,
            head_dim=16,
            tie_word_embeddings=False,
            rope_parameters={
                "rope_theta": 10_000.0,
                "rope_type": "llama3",
                "factor": 8.0,
                "low_freq_factor": 1.0,
                "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64,
            },
        ),
    ),
    "mistral": (MistralConfig, dict(num_key_value_heads=2, sliding_window=None, tie_word_embeddings=False)),
    # norms of each query and key head, heads wider than the stream
    "qwen3-tied": (Qwen3Config, dict(num_key_value_heads=2, head_dim=16, tie_word_embeddings=True)),
    "qwen3-untied-bf16": (
        Qwen3Config,
        dict(
            num_key_value_heads=1,
            head_dim=8,
            tie_word_embeddings=False,
            rope_parameters={"rope_theta": 1_000_000.0, "rope_type": "default"},
        ),
    ),
    # norms behind attention and feed-forward, and of all query heads and all key heads together
    "olmo2": (Olmo2Config, dict(num_key_value_heads=4, tie_word_embeddings=False)),
    # fewer key heads than query heads, as in OLMo 2 32B
    "olmo2-grouped-bf16": (
        Olmo2Config,
        dict(
            num_key_value_heads=2,
            tie_word_embeddings=False,
            rms_norm_eps=1e-6,
            rope_parameters={"rope_theta": 500_000.0, "rope_type": "default"},
        ),
    ),
    # positions stretched by one number
    "llama-linear": (
        LlamaConfig,
        dict(
            num_key_value_heads=2,
            tie_word_embeddings=True,
            rope_parameters={"rope_theta": 10_000.0, "rope_type": "linear", "factor": 4.0},
        ),
    ),
    # YaRN as Qwen2.5's long contexts use it, with the paper's sharper attention
    "qwen2-yarn": (
        Qwen2Config,
        dict(
            num_key_value_heads=2,
            head_dim=16,
            tie_word_embeddings=True,
            rope_parameters={
                "rope_theta": 10_000.0,
                "rope_type": "yarn",
                "factor": 4.0,
                "original_max_position_embeddings": 32,
            },
        ),
    ),
    # YaRN with everything set
    "qwen3-yarn-set": (
        Qwen3Config,
        dict(
            num_key_value_heads=2,
            head_dim=16,
            tie_word_embeddings=True,
            rope_parameters={
                "rope_theta": 1_000.0,
                "rope_type": "yarn",
                "factor": 8.0,
                "original_max_position_embeddings": 64,
                "beta_fast": 8.0,
                "beta_slow": 2.0,
                "truncate": False,
                "attention_factor": 0.9,
            },
        ),
    ),
}

# Name: as above, with the class that puts the head on.
CLASSIFIERS = {
    # a reward model: one label; the embeddings are tied to nothing
    "qwen2-reward": (
        Qwen2Config,
        AutoModelForSequenceClassification,
        dict(num_key_value_heads=2, tie_word_embeddings=True, num_labels=1),
    ),
    # labels with names; the padding token is the end token, so a final end token is not read
    "llama-labels": (
        LlamaConfig,
        AutoModelForSequenceClassification,
        dict(
            num_key_value_heads=1,
            pad_token_id=1,
            id2label={0: "wrong", 1: "unsure", 2: "right"},
            label2id={"wrong": 0, "unsure": 1, "right": 2},
        ),
    ),
    # no padding token: each sequence goes alone; stored in bf16
    "olmo2-labels-bf16": (
        Olmo2Config,
        AutoModelForSequenceClassification,
        dict(num_key_value_heads=4, pad_token_id=None, num_labels=2),
    ),
    # a process reward model: two labels a token, with bias
    "qwen3-tokens": (
        Qwen3Config,
        AutoModelForTokenClassification,
        dict(num_key_value_heads=2, head_dim=8, num_labels=2, classifier_dropout=0.1),
    ),
    "mistral-tokens": (
        MistralConfig,
        AutoModelForTokenClassification,
        dict(num_key_value_heads=2, sliding_window=None, num_labels=4),
    ),
}


def random_classifier(seed, config_class, auto_class, changes):
    sizes = dict(hidden_size=16, intermediate_size=24)
    return random_model(seed, config_class, {**sizes, **changes}, auto_class)


def random_model(seed, config_class, changes, auto_class=AutoModelForCausalLM):
    config = config_class(
        **{
            **dict(
                vocab_size=VOCAB,
                hidden_size=32,
                num_hidden_layers=2,
                num_attention_heads=4,
                intermediate_size=48,
                max_position_embeddings=128,
                eos_token_id=1,
                pad_token_id=0,
                bos_token_id=None,
            ),
            **changes,
        }
    )
    torch.manual_seed(seed)
    model = auto_class.from_config(config).eval()
    with torch.no_grad():
        for name, p in model.named_parameters():
            # The usual initialisation is too small for logits to differ, and leaves biases and norms untested.
            if "norm" in name:
                p.copy_(1 + 0.2 * torch.randn_like(p))
            elif name.endswith("bias"):
                p.copy_(0.3 * torch.randn_like(p))
            else:
                p.copy_(torch.randn_like(p) * (0.6 if "embed" in name or "head" in name or "score" in name else 0.25))
    return model


def scores(model, prompt, completion, temperature):
    """Log-prob, entropy, rank and chosen logit of every completion token; logits over the temperature."""
    ids = torch.tensor([prompt + completion])
    logits = model(ids).logits[0, len(prompt) - 1 : -1].float() / temperature
    logp = logits.log_softmax(-1)
    index = torch.tensor(completion)[:, None]
    chosen = logits.gather(1, index)
    return {
        "logprobs": logp.gather(1, index)[:, 0],
        "entropies": -(logp.exp() * logp).sum(-1),
        "ranks": (logits > chosen).sum(-1).float(),
        "logits": chosen[:, 0],
        "logsumexps": logits.logsumexp(-1),
        "meanlogits": logits.mean(-1),
    }


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().flatten().tolist()]


def golden(model, seed):
    g = torch.Generator().manual_seed(seed)
    draw = lambda n: torch.randint(2, VOCAB, (n,), generator=g).tolist()
    text = draw(48)
    out = {
        "made_with": {"torch": torch.__version__, "transformers": transformers.__version__},
        "text": text,
        "scores": {k: numbers(v) for k, v in scores(model, text[:1], text[1:], 1.0).items()},
    }
    with torch.no_grad():
        out["next_logits"] = numbers(model(torch.tensor([text])).logits[0, -1])
    out["groups"] = []
    model.zero_grad()
    total = 0.0
    for prompt_length, lengths in [(7, (9, 4, 1)), (3, (6, 12))]:
        prompt = draw(prompt_length)
        members = []
        for length in lengths:
            completion = draw(length)
            weights = torch.randn(length, generator=g)
            values = scores(model, prompt, completion, 0.7)
            total = total + (weights * values["logprobs"]).sum()
            members.append(
                {
                    "tokens": completion,
                    "weights": numbers(weights),
                    "logprobs": numbers(values["logprobs"]),
                    "entropies": numbers(values["entropies"]),
                }
            )
        out["groups"].append({"prompt": prompt, "members": members})
    out["group_temperature"] = 0.7
    total.backward()
    gradients = {n: p.grad.clone().contiguous() for n, p in model.named_parameters() if p.requires_grad}
    out["greedy"] = []
    for length in (1, 5, 11):
        prompt = draw(length)
        ids, gap = list(prompt), float("inf")
        with torch.no_grad():
            for _ in range(64):
                logits = model(torch.tensor([ids])).logits[0, -1]
                top = logits.topk(2).values
                gap = min(gap, (top[0] - top[1]).item())
                ids.append(int(logits.argmax()))
        out["greedy"].append({"prompt": prompt, "tokens": ids[length:], "smallest_gap": float(f"{gap:.3g}")})
    return out, gradients


def padded_logits(model, sequences, side):
    """What the model says of a batch padded on one side: a row of logits a sequence, or one for each of its tokens."""
    pad = model.config.pad_token_id
    batches = [sequences] if pad is not None else [[s] for s in sequences]
    rows = []
    for batch in batches:
        longest = max(map(len, batch))
        fill = [[pad] * (longest - len(s)) for s in batch]
        mask = [([1] * len(s), [0] * len(f)) for s, f in zip(batch, fill)]
        right = side == "right"
        ids = torch.tensor([s + f if right else f + s for s, f in zip(batch, fill)])
        mask = torch.tensor([m + f if right else f + m for m, f in mask])
        with torch.no_grad():
            logits = model(ids, attention_mask=mask).logits
        if logits.dim() == 2:
            rows += [numbers(row) for row in logits]
        else:
            spans = [slice(0, len(s)) if right else slice(longest - len(s), longest) for s in batch]
            rows += [[numbers(token) for token in row[span]] for row, span in zip(logits, spans)]
    return rows


def classifier_golden(model, seed):
    g = torch.Generator().manual_seed(seed)
    draw = lambda n: torch.randint(2, VOCAB, (n,), generator=g).tolist()
    common = draw(40)
    sequences = [draw(1), draw(9), common + draw(5), common + draw(12), common, draw(30) + [1], draw(6) + [0], draw(64)]
    weights, total = [], 0.0
    model.zero_grad()
    for ids in sequences:
        logits = model(torch.tensor([ids])).logits[0]
        weights.append(torch.randn(logits.shape, generator=g))
        if logits.dim() == 2:  # torch keeps the padding token's embedding out of the gradient; read nothing there
            weights[-1][torch.tensor(ids) == model.config.pad_token_id] = 0
        total = total + (weights[-1] * logits).sum()
    total.backward()
    gradients = {n: p.grad.clone().contiguous() for n, p in model.named_parameters()}
    values = {
        "made_with": {"torch": torch.__version__, "transformers": transformers.__version__},
        "labels": [model.config.id2label[i] for i in range(model.config.num_labels)],
        "sequences": sequences,
        "padded_right": padded_logits(model, sequences, "right"),
        "padded_left": padded_logits(model, sequences, "left"),
        "weights": [numbers(w) for w in weights],
    }
    return values, gradients


def make_classifier(folder, seed, config_class, auto_class, changes):
    model = random_classifier(seed, config_class, auto_class, changes)
    if folder.name.endswith("bf16"):
        model.to(torch.bfloat16).save_pretrained(folder)
        model = auto_class.from_pretrained(folder, dtype=torch.float32).eval()
    else:
        model.save_pretrained(folder)
    character_tokenizer(VOCAB).save(str(folder / "tokenizer.json"))
    values, gradients = classifier_golden(model, 100 + seed)
    (folder / "golden.json").write_text(json.dumps(values) + "\n")
    save_file(gradients, folder / "gradients.safetensors")
    for file in folder.iterdir():
        file.chmod(0o644)
    print(f"{folder.name}: {model.config.architectures or type(model).__name__}, labels {model.config.id2label}")


def main(out, names):
    torch.set_num_threads(1)  # tiny products; more threads only wait for one another
    for seed, (name, description) in enumerate(CLASSIFIERS.items(), start=50):
        if not names or name in names:
            shutil.rmtree(out / name, ignore_errors=True)
            make_classifier(out / name, seed, *description)
    for seed, (name, (config_class, changes)) in enumerate(VARIANTS.items()):
        if names and name not in names:
            continue
        folder = out / name
        shutil.rmtree(folder, ignore_errors=True)
        model = random_model(seed, config_class, changes)
        if name.endswith("bf16"):
            model.to(torch.bfloat16).save_pretrained(folder)
            # Read back, because casting to bf16 and back would leave rounded rotary frequencies behind.
            model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        else:
            model.save_pretrained(folder, max_shard_size="60KB" if name.endswith("sharded") else "1GB")
        character_tokenizer(VOCAB).save(str(folder / "tokenizer.json"))
        values, gradients = golden(model, 100 + seed)
        (folder / "golden.json").write_text(json.dumps(values) + "\n")
        save_file(gradients, folder / "gradients.safetensors")
        for file in folder.iterdir():
            file.chmod(0o644)
        gaps = [g["smallest_gap"] for g in values["greedy"]]
        print(f"{name}: log-probs from {min(values['scores']['logprobs']):.2f}, smallest greedy gaps {gaps}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
