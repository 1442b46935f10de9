package dev.belay.app.command;

import dev.belay.loop.run.ModelLoader;
import dev.belay.model.cpu.CpuModel;

/** The implementation of language models that the commands run on. */
final class Models {
    static final ModelLoader LOADER = CpuModel::load;

    private Models() {}
}
