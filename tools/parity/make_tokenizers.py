"""Small tokenizers with golden ids, for the Java tokenizer tests.

    python tools/parity/make_tokenizers.py model/src/test/resources/parity
"""

import json
import string
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

# The splitting rule of Qwen2's tokenizer.
QWEN2_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SPECIALS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
CORPUS = [
    "Solve step by step: 12 + 7 = 19, then 19 * 3 = 57. The answer is \\boxed{57}.",
    "Natürlich lässt sich das prüfen: größer, kleiner, gleich.",
    "C'est l'été; où est-ce qu'il y a 3 ou 4 élèves?",
    "数学题：三加四等于七。答案是7。",
    "Ответ: сорок два. Проверим ещё раз.",
    "def f(x):\n    return x ** 2  # square\n",
]
TEXTS = CORPUS + [
    "",
    " ",
    "  two  spaces\t\ttabs\r\n\r\nlines\n\n\n",
    "<|im_start|>user\nWhat is 2+2?<|im_end|>\n<|im_start|>assistant\n",
    "emoji \U0001f600 family \U0001f468\u200d\U0001f469\u200d\U0001f467 flags \U0001f1e9\U0001f1ea",
    "combining e\u0301 and composed \u00e9 are one after NFC",
    "नमस्ते 안녕하세요 こんにちは مرحبا שלום",
    "nul \u0000 and replacement \ufffd",
    "I'LL we've THEY'RE don't",
    "1234567890 3.14159 1,000,000",
]


def bpe_tokenizer():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(QWEN2_SPLIT), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_special_tokens([AddedToken(s, special=True, normalized=False) for s in SPECIALS])
    return tokenizer


def character_tokenizer(size):
    """<pad>, <eos>, then digits and letters up to the size."""
    tokens = ["<pad>", "<eos>"] + list((string.digits + "+-*/=() \n" + string.ascii_lowercase))[: size - 2]
    tokenizer = Tokenizer(models.WordLevel({t: i for i, t in enumerate(tokens)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), behavior="isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in tokens[:2]])
    return tokenizer


def main(out):
    folder = out / "bpe"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = bpe_tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    rows = []
    for text in TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        rows.append(
            {
                "text": text,
                "ids": ids,
                "decoded": tokenizer.decode(ids, skip_special_tokens=True),
                "decoded_with_specials": tokenizer.decode(ids, skip_special_tokens=False),
            }
        )
    golden = {"vocab_size": tokenizer.get_vocab_size(), "rows": rows}
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
