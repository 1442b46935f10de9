package dev.belay.model.cpu;

import dev.belay.model.Device;
import dev.belay.model.InvalidInputException;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads the native libraries, once, with their thread settings made before the first of them starts: belay spreads work
 * over its own threads, so every library runs single-threaded and none leaves spinning threads behind.
 */
final class NativeRuntime {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup BLAS_SYMBOLS = load();

    private NativeRuntime() {}

    /** The bundled OpenBLAS. */
    static SymbolLookup blas() {
        return BLAS_SYMBOLS;
    }

    /** libtorch's own symbols, if this processor has the vector instructions its block kernels need. */
    static Optional<SymbolLookup> torchWithAvx2() {
        String capability = torch.get_cpu_capability().getString();
        if (!capability.equals("AVX2") && !capability.equals("AVX512")) {
            return Optional.empty();
        }
        File jni = new File(Loader.load(torch.class));
        return Optional.of(openLibrary(new File(jni.getParentFile(), System.mapLibraryName("torch_cpu"))));
    }

    static Linker linker() {
        return LINKER;
    }

    /** @throws InvalidInputException when the device is not there; there is no silent run on the processor */
    static void require(Device device) {
        if (device == Device.CUDA && !torch.cuda_is_available()) {
            throw new InvalidInputException("device: cuda was asked for, but libtorch finds no usable CUDA here"
                    + " (start with -Dorg.bytedeco.javacpp.logger.debug=true to see which library is missing);"
                    + " choices: cpu");
        }
        if (device == Device.CUDA) {
            throw new InvalidInputException("device: cuda was asked for, but this version computes on cpu only");
        }
    }

    private static SymbolLookup load() {
        setEnvironment("OPENBLAS_NUM_THREADS", "1");
        setEnvironment("OMP_NUM_THREADS", "1");
        setEnvironment("OMP_WAIT_POLICY", "PASSIVE");
        System.setProperty("ai.djl.offline", "true");
        torch.set_num_threads(1);
        File jni = new File(Loader.load(openblas_nolapack.class));
        File library = new File(jni.getParentFile(), System.mapLibraryName("openblas_nolapack") + ".0");
        return openLibrary(library);
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup openLibrary(File library) {
        return SymbolLookup.libraryLookup(library.toPath(), Arena.global());
    }

    @SuppressWarnings("restricted")
    private static void setEnvironment(String name, String value) {
        MethodHandle setenv = LINKER.downcallHandle(
                LINKER.defaultLookup().find("setenv").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment key = arena.allocateFrom(name);
            MemorySegment text = arena.allocateFrom(value);
            int status = (int) setenv.invokeExact(key, text, 1);
            if (status != 0) {
                throw new IllegalStateException("setenv " + name + " failed with " + status);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv " + name, e);
        }
    }
}
