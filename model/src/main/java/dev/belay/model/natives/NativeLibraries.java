package dev.belay.model.natives;

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
import org.bytedeco.javacpp.Loader;

/**
 * The libraries that JavaCPP's jars carry, and the settings they read from the environment when the first of them starts:
 * belay spreads work over its own threads, so every library runs single-threaded and none leaves spinning threads behind.
 */
public final class NativeLibraries {
    private static final String PLATFORM = "linux-x86_64";
    private static final String TORCH = "/org/bytedeco/pytorch/";
    private static final Linker LINKER = Linker.nativeLinker();
    private static final NativeLibraries INSTANCE = new NativeLibraries();

    private final String torchFolder;

    private NativeLibraries() {
        setEnvironment("OPENBLAS_NUM_THREADS", "1");
        setEnvironment("OMP_NUM_THREADS", "1");
        setEnvironment("OMP_WAIT_POLICY", "PASSIVE");
        System.setProperty("ai.djl.offline", "true");
        torchFolder = TORCH + PLATFORM + (has(TORCH + PLATFORM + "-gpu/libtorch_cpu.so") ? "-gpu/" : "/");
    }

    /** The libraries, with their settings made. */
    public static NativeLibraries get() {
        return INSTANCE;
    }

    /** Whether this build's libtorch has kernels for a GPU. */
    public boolean torchHasCuda() {
        return torchFolder.endsWith("-gpu/");
    }

    /** Unpacks a library of OpenBLAS into JavaCPP's cache if it is not there already, and loads it for good. */
    public SymbolLookup openBlas(String name) {
        return open("/org/bytedeco/openblas/" + PLATFORM + "/" + name);
    }

    /** As {@link #openBlas}, a library of the libtorch that JavaCPP's bindings would load: there must not be two. */
    public SymbolLookup torch(String name) {
        return open(torchFolder + name);
    }

    public Linker linker() {
        return LINKER;
    }

    private static boolean has(String resource) {
        return NativeLibraries.class.getResource(resource) != null;
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup open(String resource) {
        try {
            File library = Loader.cacheResource(NativeLibraries.class, resource);
            if (library == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return SymbolLookup.libraryLookup(library.toPath(), Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource, e);
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
