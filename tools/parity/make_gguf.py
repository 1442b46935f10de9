"""Tiny GGUF files with golden values, for the Java reader's tests.

    pip install torch transformers gguf
    python tools/parity/make_gguf.py model/src/test/resources/parity/gguf

* blocks.json: two random blocks of every tensor type, and the numbers that Python's `gguf` decodes from them.
* tiny-llama.gguf: a random Llama whose tensors use every type between them, with a byte-level BPE tokenizer of SmolLM2's
  kind; tiny-qwen2.gguf: a random Qwen2 in fp16. NAME.json: what transformers makes of the file: ids, log-probs, greedy.
* pre-NAME.gguf: a tokenizer of another kind and no tensors. NAME.json: ids by Python's `tokenizers`.
"""

import base64
import json
import sys
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as T
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM

from make_tokenizers import CORPUS, QWEN2_SPLIT, SPECIALS, TEXTS

TYPES = [T.F32, T.F16, T.BF16, T.Q4_0, T.Q4_1, T.Q5_0, T.Q5_1, T.Q8_0, T.Q4_K, T.Q5_K, T.Q6_K]
# Where a block keeps its fp16 scales: random bytes there would be infinite now and then.
SCALES = {T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208]}
LLAMA3_SPLIT = QWEN2_SPLIT.replace(r"\p{N}|", r"\p{N}{1,3}|", 1)
TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"


def random_blocks(kind, count, rng):
    # k-quants multiply by a second scale of up to 63 or 127.
    scale = 0.0003 if kind in (T.Q4_K, T.Q5_K, T.Q6_K) else 0.004 if kind == T.Q8_0 else 0.03
    _, size = gguf.GGML_QUANT_SIZES[kind]
    if kind in (T.F32, T.F16, T.BF16):
        return gguf.quantize(rng.standard_normal(count).astype(np.float32), kind).view(np.uint8).reshape(count, size)
    blocks = rng.integers(0, 256, (count, size), dtype=np.uint8)
    for at in SCALES[kind]:
        value = (rng.standard_normal(count) * scale).astype(np.float16)
        blocks[:, at : at + 2] = value.view(np.uint8).reshape(count, 2)
    return blocks


def write_blocks(out):
    rng = np.random.default_rng(0)
    rows = {}
    for kind in TYPES:
        count = 2 if kind in SCALES else 8
        blocks = random_blocks(kind, count, rng)
        values = gguf.dequantize(blocks.reshape(1, -1) if kind in SCALES else blocks.reshape(-1), kind).astype("<f4")
        rows[kind.name] = {
            "blocks": base64.b64encode(blocks.tobytes()).decode(),
            "fp32": base64.b64encode(values.tobytes()).decode(),
        }
    (out / "blocks.json").write_text(json.dumps(rows, indent=1) + "\n")


def smollm():
    return pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )


def split(pattern):
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(pattern), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )


PRES = {
    "smollm": (smollm, False, None),
    "gpt-2": (lambda: pre_tokenizers.ByteLevel(add_prefix_space=False), False, None),
    "llama-bpe": (lambda: split(LLAMA3_SPLIT), True, None),
    "qwen2": (lambda: split(QWEN2_SPLIT), False, normalizers.NFC),
}


def bpe(pre, vocab_size=380):
    pieces, whole, normalizer = PRES[pre]
    tokenizer = Tokenizer(models.BPE(ignore_merges=whole))
    if normalizer:
        tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pieces()
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size,
        special_tokens=[AddedToken(s, special=True, normalized=False) for s in SPECIALS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return tokenizer


def add_tokenizer(writer, tokenizer, pre):
    vocab = tokenizer.get_vocab()
    tokens = sorted(vocab, key=vocab.get)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types([3 if t in SPECIALS else 1 for t in tokens])
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def ids(tokenizer):
    return [{"text": t, "ids": tokenizer.encode(t, add_special_tokens=False).ids} for t in TEXTS]


def new_writer(path, arch, tensors):
    writer = gguf.GGUFWriter(str(path), arch)
    for name, (rows, row, kind) in tensors.items():
        rng = np.random.default_rng(abs(hash_of(name)))
        if kind in SCALES:
            values, _ = gguf.GGML_QUANT_SIZES[kind]
            data = random_blocks(kind, rows * row // values, rng).reshape(rows, -1)
        else:
            offset = 1 if name.endswith("norm.weight") else 0
            plain = (offset + 0.25 * rng.standard_normal((rows, row))).astype(np.float32)
            data = gguf.quantize(plain if rows > 1 else plain[0], kind)
        writer.add_tensor(name, data, raw_dtype=kind)
    return writer


def hash_of(name):
    return int.from_bytes(name.encode()[-7:], "little")


def layer(n, types, width, kv, wide, bias=False):
    a, ffn, down = types
    p = f"blk.{n}."
    tensors = {
        p + "attn_norm.weight": (1, width, T.F32),
        p + "attn_q.weight": (width, width, a),
        p + "attn_k.weight": (kv, width, a),
        p + "attn_v.weight": (kv, width, a),
        p + "attn_output.weight": (width, width, a),
        p + "ffn_norm.weight": (1, width, T.F32),
        p + "ffn_gate.weight": (wide, width, ffn),
        p + "ffn_up.weight": (wide, width, ffn),
        p + "ffn_down.weight": (width, wide, down),
    }
    if bias:
        tensors |= {p + f"attn_{x}.bias": (1, width if x == "q" else kv, T.F32) for x in "qkv"}
    return tensors


def write_model(out, name, arch, pre, sizes, layers):
    width, heads, kv_heads, wide = sizes
    tokenizer = bpe(pre)
    kv = width // heads * kv_heads
    tensors = {"token_embd.weight": (tokenizer.get_vocab_size(), width, T.Q8_0)}
    for n, types in enumerate(layers):
        tensors |= layer(n, types, width, kv, wide, bias=arch == "qwen2")
    tensors["output_norm.weight"] = (1, width, T.F32)
    path = out / f"{name}.gguf"
    writer = new_writer(path, arch, tensors)
    writer.add_block_count(len(layers))
    writer.add_context_length(256)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(wide)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_rope_freq_base(50_000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(tokenizer.get_vocab_size())
    add_tokenizer(writer, tokenizer, pre)
    finish(writer)
    (out / f"{name}.json").write_text(json.dumps(golden(path, tokenizer), ensure_ascii=False) + "\n")


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def golden(path, tokenizer):
    """What transformers makes of the file; the ids are those of the tokenizer it was made from."""
    model = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32).eval()
    rows = []
    for row in ids(tokenizer):
        if 2 <= len(row["ids"]) <= 120:
            tokens = torch.tensor([row["ids"]])
            with torch.no_grad():
                logp = model(tokens).logits[0, :-1].double().log_softmax(-1)
                greedy, gap = list(row["ids"]), float("inf")
                for _ in range(32):
                    top = model(torch.tensor([greedy])).logits[0, -1].topk(2)
                    gap = min(gap, float(top.values[0] - top.values[1]))
                    greedy.append(int(top.indices[0]))
            row["logprobs"] = [float(f"{x:.7g}") for x in logp.gather(1, tokens[0, 1:, None])[:, 0].tolist()]
            row["greedy"] = greedy[len(row["ids"]) :]
            row["smallest_gap"] = float(f"{gap:.3g}")
        rows.append(row)
    print(path.name, "smallest greedy gap", min(r.get("smallest_gap", 9) for r in rows))
    return {"rows": rows}


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    write_blocks(out)
    llama = [(T.Q4_1, T.Q4_0, T.Q4_K), (T.Q8_0, T.Q5_0, T.Q5_K), (T.BF16, T.Q5_1, T.Q6_K)]
    write_model(out, "tiny-llama", "llama", "smollm", (64, 4, 2, 256), llama)
    write_model(out, "tiny-qwen2", "qwen2", "qwen2", (32, 4, 2, 32), [(T.F16, T.F16, T.F16)] * 2)
    for pre in ("gpt-2", "llama-bpe"):
        tokenizer = bpe(pre)
        writer = gguf.GGUFWriter(str(out / f"pre-{pre}.gguf"), "llama")
        add_tokenizer(writer, tokenizer, pre)
        finish(writer)
        (out / f"pre-{pre}.json").write_text(json.dumps({"rows": ids(tokenizer)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
