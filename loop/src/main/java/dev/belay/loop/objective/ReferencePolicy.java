package dev.belay.loop.objective;

import dev.belay.loop.schedule.RunState;
import dev.belay.model.LanguageModel;

/** The policy a regulariser pulls towards. */
public interface ReferencePolicy extends AutoCloseable {
    /** Scores only. */
    LanguageModel model();

    /** Called at the end of every step; may move the reference. */
    void afterStep(RunState s, LanguageModel policy);

    @Override
    void close();
}
