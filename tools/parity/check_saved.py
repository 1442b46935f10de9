"""Loads folders that belay saved and records what transformers computes from them.

    python tools/parity/check_saved.py model/src/test/resources/parity/{saved-by-belay,saved/*}
"""

import json
import sys
from pathlib import Path

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast


def main(folder):
    model, report = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    problems = {k: sorted(v) for k, v in report.items() if v}
    assert not problems, problems
    text = "12+7=19<eos>"
    if (folder / "tokenizer_config.json").exists():
        tokenizer = AutoTokenizer.from_pretrained(folder)
        assert tokenizer.eos_token_id == model.config.eos_token_id, (tokenizer.eos_token_id, model.config.eos_token_id)
    else:  # the fixtures of make_models.py have the bare tokenizer only
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    ids = tokenizer(text, add_special_tokens=False).input_ids
    assert tokenizer.decode(ids) == text, tokenizer.decode(ids)
    with torch.no_grad():
        logits = model.eval()(torch.tensor([ids])).logits[0].float()
    golden = {
        "made_with": {"torch": torch.__version__, "transformers": transformers.__version__},
        "architecture": type(model).__name__,
        "stored_dtype": str(model.config.dtype),
        "parameters": sum(p.numel() for p in model.parameters()),
        "text": text,
        "ids": ids,
        "next_logits": [float(f"{x:.9g}") for x in logits[-1].tolist()],
        "logprobs": [
            float(f"{x:.9g}")
            for x in logits[:-1].log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0].tolist()
        ],
    }
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")
    print(f"{folder}: {golden['architecture']}, {golden['parameters']} parameters, log-probs {golden['logprobs'][:3]} …")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        main(Path(each))
