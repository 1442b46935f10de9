package dev.belay.app.command;

import dev.belay.app.terminal.DownloadProgress;
import dev.belay.loop.run.ModelLoader;
import dev.belay.loop.run.ModelReference;
import dev.belay.model.cpu.CpuModel;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The implementation of language models that the commands run on. */
final class Models {
    static final ModelLoader LOADER = CpuModel::load;

    private Models() {}

    /** Where a model lies, fetched from the Hub if need be. */
    static Path folder(String model, PrintWriter err) {
        try (DownloadProgress downloads = new DownloadProgress(err)) {
            return ModelReference.folder(model, downloads);
        }
    }
}
