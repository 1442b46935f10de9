package dev.belay.app.command;

import dev.belay.app.terminal.DownloadProgress;
import dev.belay.loop.run.ModelLoader;
import dev.belay.loop.run.ModelReference;
import dev.belay.loop.run.OpenRewardModels;
import dev.belay.model.Classifier;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.model.TrainableClassifier;
import dev.belay.model.checkpoint.OutputHead;
import dev.belay.model.cpu.CpuClassifier;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.torch.TorchModel;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The implementations of language models that the commands run on. */
final class Models {
    static final ModelLoader LOADER = new ModelLoader() {
        @Override
        public void require(Device device) {
            TorchModel.require(device);
        }

        @Override
        public LanguageModel load(Path folder, Dtype dtype, Device device) {
            return switch (device) {
                case CPU -> CpuModel.load(folder, dtype, device);
                case CUDA -> TorchModel.load(folder, dtype, device);
            };
        }

        @Override
        public Classifier loadClassifier(Path folder, Dtype dtype, Device device) {
            return CpuClassifier.load(folder, dtype, device);
        }

        @Override
        public TrainableClassifier loadCritic(Path folder, Dtype dtype, Device device, RandomKey key) {
            return CpuClassifier.onTopOf(folder, OutputHead.Classification.ofTokens("value"), dtype, device, key);
        }
    };

    private Models() {}

    /** What rewards may ask; the caller closes it. */
    static OpenRewardModels rewardModels(PrintWriter err) {
        return new OpenRewardModels(LOADER, Device.CPU, reference -> folder(reference, err));
    }

    /** Where a model lies, fetched from the Hub if need be. */
    static Path folder(String model, PrintWriter err) {
        try (DownloadProgress downloads = new DownloadProgress(err)) {
            return ModelReference.folder(model, downloads);
        }
    }
}
