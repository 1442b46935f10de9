package dev.belay.loop.objective;

import dev.belay.loop.schedule.RunState;
import dev.belay.model.LanguageModel;

/** The policy as it was when this was made, for the whole run. A resumed run makes it from the base model again. */
public final class FixedReference implements ReferencePolicy {
    private final LanguageModel model;

    /** @param base copied; later changes to it do not matter */
    public FixedReference(LanguageModel base) {
        this.model = base.frozenCopy();
    }

    @Override
    public LanguageModel model() {
        return model;
    }

    @Override
    public void afterStep(RunState s, LanguageModel policy) {}

    @Override
    public void close() {
        model.close();
    }
}
