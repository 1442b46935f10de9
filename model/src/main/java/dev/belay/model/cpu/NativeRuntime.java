package dev.belay.model.cpu;

import dev.belay.model.Device;
import dev.belay.model.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.bytedeco.javacpp.Loader;

/**
 * Loads the native libraries, once, with their thread settings made before the first of them starts: belay spreads work
 * over its own threads, so every library runs single-threaded and none leaves spinning threads behind.
 *
 * <p>Of JavaCPP only the unpacking is used. Its bindings would load another 30 MB library and look through every jar for
 * each one: a second of start-up and 70 MB of resident memory for two functions that can be called directly.
 */
final class NativeRuntime {
    private static final String PLATFORM = "linux-x86_64/";
    private static final String OPENBLAS = "/org/bytedeco/openblas/" + PLATFORM;
    private static final String TORCH = "/org/bytedeco/pytorch/" + PLATFORM;
    private static final int CPP_STRING_BYTES = 32;
    private static final int CPP_STRING_INLINE = 16;

    private static final Linker LINKER = Linker.nativeLinker();

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
        blas(); // makes the settings of threads, which libgomp reads when it is loaded
        openLibrary(TORCH, "libgomp.so.1");
        openLibrary(TORCH, "libc10.so");
        SymbolLookup torch = openLibrary(TORCH, "libtorch_cpu.so");
        String capability = capability(torch);
        return capability.equals("AVX2") || capability.equals("AVX512") ? Optional.of(torch) : Optional.empty();
    }

    static Linker linker() {
        return LINKER;
    }

    /** @throws InvalidInputException when the device is not there; there is no silent run on the processor */
    static void require(Device device) {
        if (device == Device.CUDA) {
            throw new InvalidInputException(
                    "device: cuda was asked for, but this version computes on the processor only; choices: cpu");
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
        setEnvironment("OPENBLAS_NUM_THREADS", "1");
        setEnvironment("OMP_NUM_THREADS", "1");
        setEnvironment("OMP_WAIT_POLICY", "PASSIVE");
        System.setProperty("ai.djl.offline", "true");
        // A library finds those it needs among the ones that are loaded, by name.
        openLibrary(OPENBLAS, "libgcc_s.so.1");
        openLibrary(OPENBLAS, "libquadmath.so.0");
        openLibrary(OPENBLAS, "libgfortran.so.5");
        return openLibrary(OPENBLAS, "libopenblas.so.0");
    }

    /** Unpacks a library into JavaCPP's cache if it is not there already, and loads it for good. */
    @SuppressWarnings("restricted")
    private static SymbolLookup openLibrary(String folder, String name) {
        try {
            File library = Loader.cacheResource(NativeRuntime.class, folder + name);
            if (library == null) {
                throw new IllegalStateException("the class path has no " + folder + name);
            }
            return SymbolLookup.libraryLookup(library.toPath(), Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + folder + name, e);
        }
    }

    /** {@code std::string at::get_cpu_capability()}: the caller passes room for the string, whose first word is its text. */
    @SuppressWarnings("restricted")
    private static String capability(SymbolLookup torch) {
        MethodHandle call = LINKER.downcallHandle(
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
