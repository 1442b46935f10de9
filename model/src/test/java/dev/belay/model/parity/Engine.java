package dev.belay.model.parity;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import dev.belay.model.RandomKey;
import dev.belay.model.checkpoint.ModelConfig;
import dev.belay.model.cpu.CpuModel;
import dev.belay.model.cpu.NoTokenizer;
import dev.belay.model.torch.TorchModel;
import java.nio.file.Path;
import java.util.Locale;

/** The implementations of a language model, which are to give the same numbers. */
public enum Engine {
    CPU {
        @Override
        public LanguageModel load(Path folder, Dtype dtype) {
            return CpuModel.load(folder, dtype, Device.CPU);
        }

        @Override
        public LanguageModel random(ModelConfig config, RandomKey key, Dtype dtype) {
            return CpuModel.random(config, new NoTokenizer(), key, dtype);
        }
    },
    /** On libtorch's device for the processor: what a GPU would compute, but for the device. BELAY_TEST_DEVICE=cuda takes the GPU. */
    TORCH {
        @Override
        public LanguageModel load(Path folder, Dtype dtype) {
            return TorchModel.load(folder, dtype, device());
        }

        @Override
        public LanguageModel random(ModelConfig config, RandomKey key, Dtype dtype) {
            return TorchModel.random(config, new NoTokenizer(), key, dtype, device());
        }
    };

    private static Device device() {
        return Device.valueOf(
                System.getenv().getOrDefault("BELAY_TEST_DEVICE", "cpu").toUpperCase(Locale.ROOT));
    }

    /** Whether the memory that the second engine takes is the process's own. */
    public static boolean onTheProcessor() {
        return device() == Device.CPU;
    }

    /** How much a log-probability may change with what else is computed beside it: products of other sizes add up in another order. */
    public float rounding() {
        return this == CPU ? 1e-5f : 3e-5f;
    }

    public abstract LanguageModel load(Path folder, Dtype dtype);

    public abstract LanguageModel random(ModelConfig config, RandomKey key, Dtype dtype);
}
