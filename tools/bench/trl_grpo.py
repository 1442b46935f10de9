#!/usr/bin/env python3
"""The other side of `tools/bench/compare.sh`: TRL's GRPOTrainer on the CPU, on a random Qwen2 of a named shape.

Prints one JSON object with the names `belay bench` uses. Two tasks:

  step    median time of a GRPO step and of its generation, with completions of a fixed length
  digits  steps and seconds until the share of digits in sampled text reaches 0.9

TRL is given its fastest settings for models of this size: fp32 weights without autocast, no gradient checkpointing, one
micro-batch, two threads. Needs torch, transformers, datasets and trl; belay itself, its build and its tests need none of them.
"""

import argparse
import json
import os
import random
import resource
import statistics
import string
import tempfile
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

STARTED = time.time()

# width, layers, heads, key/value heads, feed-forward width, vocabulary
SHAPES = {
    "xs": (64, 2, 4, 2, 256, 128),
    "s": (128, 4, 4, 2, 512, 512),
    "m": (384, 8, 6, 2, 1024, 4096),
    "smollm2": (576, 30, 9, 3, 1536, 49152),
    "l": (896, 24, 14, 2, 4864, 151936),
    "digits": (128, 4, 4, 2, 512, 97),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=["step", "digits"])
    parser.add_argument("--shape", choices=["xs", "s", "m", "smollm2", "l"], default="s")
    parser.add_argument("--problems", type=int, default=4)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--prompt", type=int, default=24, help="tokens in a prompt")
    parser.add_argument("--new", type=int, default=64, help="tokens in a completion")
    parser.add_argument("--steps", type=int, default=8, help="steps to time, after those of the warm-up")
    parser.add_argument("--warm-up", type=float, default=15, help="seconds of steps before them, two steps at least")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def character_tokenizer(size):
    """One token a printable character, filled up with names that never occur."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["<pad>", "<eos>"] + [chr(code) for code in range(32, 127)]
    words += [f"<unused{i}>" for i in range(size - len(words))]
    tokenizer = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token=" "))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<eos>", padding_side="left"
    )


def random_qwen2(shape):
    from transformers import Qwen2Config, Qwen2ForCausalLM

    width, layers, heads, kv_heads, inner, vocabulary = SHAPES[shape]
    config = Qwen2Config(
        vocab_size=vocabulary,
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=kv_heads,
        intermediate_size=inner,
        max_position_embeddings=2048,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=0,
    )
    return Qwen2ForCausalLM(config)


def digit_share(completions, **_):
    return [sum(c in string.digits for c in text) / max(1, len(text)) for text in completions]


def prompts(task, length, seed):
    draw = random.Random(seed)
    rows = []
    for _ in range(512):
        question = f"{draw.randint(10, 99)}+{draw.randint(10, 99)}="
        filler = "1+1=2 " * (length // 6 + 1) if task == "step" else ""
        room = max(0, length - len(question)) if task == "step" else 0
        rows.append({"prompt": filler[:room] + question})
    return rows


def trainer(options, folder):
    import torch
    from datasets import Dataset
    from transformers import set_seed
    from trl import GRPOConfig, GRPOTrainer

    torch.set_num_threads(options.threads)
    set_seed(options.seed)
    timed = options.task == "step"
    shape = options.shape if timed else "digits"
    new = options.new if timed else 32
    batch = options.problems * options.samples
    config = GRPOConfig(
        output_dir=folder,
        use_cpu=True,
        report_to="none",
        save_strategy="no",
        disable_tqdm=True,
        dataloader_pin_memory=False,
        logging_steps=1,
        max_steps=1_000_000 if timed else 200,
        per_device_train_batch_size=batch,
        gradient_accumulation_steps=1,
        num_generations=options.samples,
        max_completion_length=new,
        generation_kwargs={"min_new_tokens": new} if timed else None,
        temperature=1.0,
        beta=0.0,
        loss_type="dapo",
        learning_rate=1e-4 if timed else 1e-3,
        lr_scheduler_type="constant",
        bf16=False,
        gradient_checkpointing=False,
        seed=options.seed,
    )
    return GRPOTrainer(
        model=random_qwen2(shape),
        processing_class=character_tokenizer(SHAPES[shape][5]),
        reward_funcs=digit_share,
        args=config,
        train_dataset=Dataset.from_list(prompts(options.task, options.prompt, options.seed)),
    )


def clocks(grpo):
    """When every step ended, and the seconds of every call that generates."""
    from transformers import TrainerCallback

    steps, generations = [], []
    generate = grpo._generate_single_turn

    def timed_generate(*args, **kwargs):
        start = time.perf_counter()
        result = generate(*args, **kwargs)
        generations.append(time.perf_counter() - start)
        return result

    class Clock(TrainerCallback):
        def on_step_begin(self, *_, **__):
            self.start = time.perf_counter()

        def on_step_end(self, *_, **__):
            steps.append(time.perf_counter())

    grpo._generate_single_turn = timed_generate
    grpo.add_callback(Clock())
    return steps, generations


def stop_after(options, grpo, ends):
    """Ends training after the warm-up and the steps to time; returns the list whose only entry will be the warm-up's steps."""
    from transformers import TrainerCallback

    warm, start = [], time.perf_counter()

    class Stop(TrainerCallback):
        def on_step_end(self, args, state, control, **_):
            if not warm and len(ends) >= 2 and time.perf_counter() - start >= options.warm_up:
                warm.append(len(ends))
            control.should_training_stop = bool(warm) and len(ends) - warm[0] >= options.steps

    grpo.add_callback(Stop())
    return warm


def run_step(options, grpo):
    ends, generations = clocks(grpo)
    warm = stop_after(options, grpo, ends)
    start = time.perf_counter()
    grpo.train()
    steps = [end - begin for begin, end in zip([start] + ends, ends)]
    step, generate = statistics.median(steps[warm[0] :]), statistics.median(generations[warm[0] :])
    return {
        "shape": options.shape,
        "stepSeconds": step,
        "generateSeconds": generate,
        "sampledTokensPerSecond": options.problems * options.samples * options.new / generate,
    }


def run_digits(grpo):
    from transformers import TrainerCallback

    class StopAtGoal(TrainerCallback):
        steps = seconds = first = None

        def on_log(self, args, state, control, logs=None, **_):
            if not logs or "reward" not in logs:
                return
            if self.first is None:
                self.first = time.time() - STARTED
            if logs["reward"] >= 0.9 and self.steps is None:
                self.steps, self.seconds = state.global_step, time.perf_counter() - start
                control.should_training_stop = True

    goal = StopAtGoal()
    grpo.add_callback(goal)
    start = time.perf_counter()
    grpo.train()
    return {"stepsToReward": goal.steps, "secondsToReward": goal.seconds, "startToFirstRewardSeconds": goal.first}


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        grpo = trainer(options, folder)
        result = run_step(options, grpo) if options.task == "step" else run_digits(grpo)
    import trl

    result["peakRssBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    result.update(threads=options.threads, dtype="fp32", engine="trl " + trl.__version__)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
