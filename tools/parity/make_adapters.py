"""LoRA adapters made by PEFT over fixtures of make_models.py, with golden values, and PEFT's view of folders belay saved.

    python tools/parity/make_adapters.py model/src/test/resources/parity             # makes adapters/* that are not there
    python tools/parity/make_adapters.py model/src/test/resources/parity FOLDER ...   # writes golden.json into saved folders

An adapter's base is named relative to its folder, so that the fixtures can lie anywhere.
"""

import json
import shutil
import sys
from pathlib import Path

import peft
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

from make_models import golden, numbers

# Name: the fixture it lies over and what PEFT is told.
ADAPTERS = {
    "all-linear": ("qwen2-tied", dict(r=4, lora_alpha=8, target_modules="all-linear")),
    # a scale by the root of the rank, two targets, a base stored in bf16
    "rank-stabilised": ("llama-tied-bf16", dict(r=3, lora_alpha=5, use_rslora=True, target_modules=["q_proj", "v_proj"])),
    # norms behind the blocks, one layer adapted and not the other
    "one-layer": ("olmo2", dict(r=2, lora_alpha=4, target_modules=["down_proj", "k_proj"], layers_to_transform=[1])),
    # ranks and alphas of some projections' own, by the end of their names and by the whole of one
    "patterns": (
        "qwen3-tied",
        dict(
            r=2,
            lora_alpha=4,
            target_modules=["q_proj", "v_proj", "up_proj"],
            rank_pattern={"q_proj": 5, "^model.layers.1.mlp.up_proj": 3},
            alpha_pattern={r"layers\.\d+\.self_attn\.v_proj": 7, "q_proj": 1.5},
        ),
    ),
}


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def rebase(folder, base):
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text())
    config["base_model_name_or_path"] = base
    file.write_text(json.dumps(config, indent=2) + "\n")


def make(out, seed, name, base, options):
    folder = out / "adapters" / name
    shutil.rmtree(folder, ignore_errors=True)
    torch.manual_seed(seed)
    model = get_peft_model(load(out / base), LoraConfig(task_type="CAUSAL_LM", **options)).eval()
    with torch.no_grad():
        for parameter_name, p in model.named_parameters():
            if "lora_" in parameter_name:
                p.copy_(torch.randn_like(p) * 0.2)
    model.save_pretrained(folder)
    rebase(folder, f"../../{base}")
    values, gradients = golden(model, seed)
    values["made_with"]["peft"] = peft.__version__
    (folder / "golden.json").write_text(json.dumps(values) + "\n")
    save_file({n.replace(".default", ""): g for n, g in gradients.items()}, folder / "gradients.safetensors")
    (folder / "README.md").unlink(missing_ok=True)
    assert load_file(folder / "adapter_model.safetensors").keys() == load_file(folder / "gradients.safetensors").keys()
    print(f"{name}: log-probs from {min(values['scores']['logprobs']):.2f}")


def check(folder):
    base = folder / json.loads((folder / "adapter_config.json").read_text())["base_model_name_or_path"]
    model = PeftModel.from_pretrained(load(base), folder).eval()
    text = "12+7=19<eos>"
    ids = PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))(text, add_special_tokens=False).input_ids
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0].float()
    logprobs = logits[:-1].log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0]
    values = {
        "made_with": {"torch": torch.__version__, "peft": peft.__version__},
        "parameters": sum(p.numel() for n, p in model.named_parameters() if "lora_" not in n),
        "text": text,
        "ids": ids,
        "next_logits": numbers(logits[-1]),
        "logprobs": numbers(logprobs),
    }
    (folder / "golden.json").write_text(json.dumps(values) + "\n")
    print(f"{folder}: log-probs {values['logprobs'][:3]} …")


if __name__ == "__main__":
    torch.set_num_threads(1)
    root, folders = Path(sys.argv[1]), sys.argv[2:]
    for each in folders:
        check(Path(each))
    if not folders:
        for number, (key, (fixture, changes)) in enumerate(ADAPTERS.items()):
            if not (root / "adapters" / key).exists():
                make(root, 300 + number, key, fixture, changes)
