package dev.belay.model.cpu;

import dev.belay.model.Device;
import dev.belay.model.InvalidInputException;
import dev.belay.model.natives.NativeLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native libraries of this engine, once.
 *
 * <p>Of JavaCPP only the unpacking is used. Its bindings would load another 30 MB library and look through every jar for
 * each one: a second of start-up and 70 MB of resident memory for two functions that can be called directly.
 */
final class NativeRuntime {
    private static final Logger LOG = LoggerFactory.getLogger(NativeRuntime.class);
    private static final int CPP_STRING_BYTES = 32;
    private static final int CPP_STRING_INLINE = 16;

    private NativeRuntime() {}

    /** Loaded at the first use, not with the outer class: {@link #loadAhead} would wait for what it begins. */
    private static final class OpenBlas {
        static final SymbolLookup SYMBOLS = loadBlas();
    }

    /** The bundled OpenBLAS. */
    static SymbolLookup blas() {
        return OpenBlas.SYMBOLS;
    }

    /**
     * Begins to load the libraries, which takes a third of a second of one thread, while a model is read or drawn; returns at
     * once. What goes wrong there is told where the first product is asked for.
     */
    static void loadAhead() {
        Thread.ofPlatform()
                .daemon()
                .name("belay-load")
                .uncaughtExceptionHandler((thread, failure) -> {})
                .start(() -> BlockGemm.roundUp(0)); // its initialiser loads
    }

    /** libtorch's own symbols, if this processor has the vector instructions its block kernels need. */
    static Optional<SymbolLookup> torchWithAvx2() {
        blas(); // libtorch needs an OpenBLAS, and finds it among what is loaded
        NativeLibraries libraries = NativeLibraries.get();
        SymbolLookup torch;
        try {
            libraries.torch("libgomp.so.1");
            libraries.torch("libc10.so");
            torch = libraries.torch("libtorch_cpu.so");
        } catch (IllegalArgumentException e) {
            if (!libraries.torchHasCuda()) {
                throw e;
            }
            LOG.warn(
                    "this build's libtorch is for CUDA and does not load here ({}): products on the processor take OpenBLAS,"
                            + " which is slower; BELAY_TORCH=cpu ./belay ... builds for the processor",
                    e.getMessage());
            return Optional.empty();
        }
        String capability = capability(torch);
        return capability.equals("AVX2") || capability.equals("AVX512") ? Optional.of(torch) : Optional.empty();
    }

    static Linker linker() {
        return NativeLibraries.get().linker();
    }

    /** @throws InvalidInputException when it is not the processor, where alone this engine computes */
    static void require(Device device) {
        if (device == Device.CUDA) {
            throw new InvalidInputException(
                    "device: cuda was asked for, but classifiers, such as reward models, compute on the processor only;"
                            + " choices: cpu");
        }
    }

    /**
     * As {@link #require}, for a model that is to be read and used: loads what it will need.
     *
     * @param model where it lies; for one that is not there nothing is loaded
     */
    static void prepare(Device device, Path model) {
        require(device);
        if (Files.exists(model)) {
            loadAhead();
        }
    }

    private static SymbolLookup loadBlas() {
        NativeLibraries libraries = NativeLibraries.get();
        // A library finds those it needs among the ones that are loaded, by name.
        libraries.openBlas("libgcc_s.so.1");
        libraries.openBlas("libquadmath.so.0");
        libraries.openBlas("libgfortran.so.5");
        return libraries.openBlas("libopenblas.so.0");
    }

    /** {@code std::string at::get_cpu_capability()}: the caller passes room for the string, whose first word is its text. */
    @SuppressWarnings("restricted")
    private static String capability(SymbolLookup torch) {
        MethodHandle call = linker().downcallHandle(
                        torch.find("_ZN2at18get_cpu_capabilityB5cxx11Ev").orElseThrow(),
                        FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment string = arena.allocate(CPP_STRING_BYTES);
            call.invokeExact(string);
            return string.get(ValueLayout.ADDRESS, 0)
                    .reinterpret(CPP_STRING_INLINE)
                    .getString(0, StandardCharsets.US_ASCII);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("get_cpu_capability", e);
        }
    }
}
