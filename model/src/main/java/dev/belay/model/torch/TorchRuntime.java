package dev.belay.model.torch;

import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.InvalidInputException;
import dev.belay.model.natives.NativeLibraries;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Brings libtorch's bindings into this process and says whether a device is there. */
final class TorchRuntime {
    private TorchRuntime() {}

    /**
     * Where a model's tensors are to lie.
     *
     * @param asked auto is fp32 on the processor and bf16 on a GPU
     * @throws InvalidInputException when the device is not there; there is no silent run on the processor
     */
    static Placement place(Device device, Dtype asked) {
        NativeLibraries.get(); // before any library starts
        if (device == Device.CUDA) {
            requireCuda();
        }
        boolean rounds = asked == Dtype.BF16 || (asked == Dtype.AUTO && device == Device.CUDA);
        return new Placement(device, rounds ? ScalarType.BFloat16 : ScalarType.Float);
    }

    static void requireCuda() {
        if (!NativeLibraries.get().torchHasCuda()) {
            throw new InvalidInputException(
                    "device: cuda was asked for, but this build has libtorch for the processor"
                            + " only; start with BELAY_TORCH=cuda ./belay … to build with libtorch for CUDA 13 (400 MB more to download)");
        }
        boolean there;
        try {
            there = torch.cuda_is_available();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw unavailable("libtorch does not load: " + e.getMessage(), e);
        }
        if (!there) {
            throw unavailable("libtorch finds no GPU it can use", null);
        }
    }

    private static InvalidInputException unavailable(String why, @Nullable Throwable cause) {
        InvalidInputException e = new InvalidInputException("device: cuda was asked for, but " + why
                + ". Needed: an NVIDIA driver from R580 on, and the libraries of CUDA 13 (cudart, cuBLAS, cuFFT, cuSOLVER,"
                + " cuSPARSE, cuRAND, cuFile, CUPTI), cuDNN 9 and NCCL 2, in /usr/local/cuda/lib64 or on LD_LIBRARY_PATH;"
                + " BELAY_JAVA_OPTS=-Dorg.bytedeco.javacpp.logger.debug=true says which are found."
                + " Choices: cpu, or cuda with these");
        if (cause != null) {
            e.initCause(cause);
        }
        return e;
    }

    /** As models name it. */
    static Dtype dtype(Placement place) {
        return place.rounds() ? Dtype.BF16 : Dtype.FP32;
    }
}
