package dev.belay.app.command;

import dev.belay.loop.run.ModelLoader;
import dev.belay.model.torch.TorchModel;

/** The implementation of language models that the commands run on. */
final class Models {
    static final ModelLoader LOADER = TorchModel::load;

    private Models() {}
}
