package dev.belay.loop.data.catalogue;

import dev.belay.loop.data.DataSet;
import dev.belay.loop.data.chains.Chains;
import dev.belay.loop.data.jsonl.Jsonl;
import dev.belay.loop.data.sums.Sums;
import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** All problem sources a recipe can name. */
public final class Sources {
    public static final List<Entry<DataSet>> ENTRIES = List.of(
            new Entry<>(
                    "chains",
                    Chains.class,
                    "generated multi-step arithmetic with an exact answer",
                    "after RandomCalculation in Reasoning or memorization?, arXiv 2507.10532",
                    Status.TESTED),
            new Entry<>(
                    "jsonl",
                    Jsonl.class,
                    "problems from a file of JSON objects, one a line",
                    "row forms of TRL and verl",
                    Status.TESTED),
            new Entry<>(
                    "sums",
                    Sums.class,
                    "sums of two numbers after worked examples, for a general pretrained model",
                    "few-shot prompting as in Language models are few-shot learners, arXiv 2005.14165",
                    Status.TESTED));

    private Sources() {}
}
