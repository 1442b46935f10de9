package dev.belay.model.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LayoutOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's tensors lie, and the only way between there and the JVM. Every transfer is one of these calls.
 *
 * @param on the device
 * @param compute the type matrix products run in, fp32 or bf16
 */
record Placement(dev.belay.model.Device on, ScalarType compute) {
    /** The device as libtorch names it; belongs to the innermost scope. */
    private Device device() {
        return new Device(on == dev.belay.model.Device.CUDA ? DeviceType.CUDA : DeviceType.CPU);
    }

    Tensor zeros(ScalarType type, long... shape) {
        return torch.zeros(
                shape,
                new ScalarTypeOptional(type),
                new LayoutOptional(),
                new DeviceOptional(device()),
                new BoolOptional(false));
    }

    /** The numbers 0 … count-1. */
    Tensor range(long count) {
        return torch.arange(
                new org.bytedeco.pytorch.Scalar(count),
                new ScalarTypeOptional(ScalarType.Long),
                new LayoutOptional(),
                new DeviceOptional(device()),
                new BoolOptional(false));
    }

    /** Whole numbers from the heap. */
    Tensor of(long[] values, long... shape) {
        try (LongPointer host = new LongPointer(Math.max(1, values.length))) {
            host.put(values, 0, values.length);
            return upload(host, ScalarType.Long, shape);
        }
    }

    /** Numbers from the heap in fp64. */
    Tensor of(double[] values, long... shape) {
        try (DoublePointer host = new DoublePointer(Math.max(1, values.length))) {
            host.put(values, 0, values.length);
            return upload(host, ScalarType.Double, shape);
        }
    }

    /** Numbers from the heap in fp32. */
    Tensor of(float[] values, long... shape) {
        try (FloatPointer host = new FloatPointer(Math.max(1, values.length))) {
            host.put(values, 0, values.length);
            return upload(host, ScalarType.Float, shape);
        }
    }

    private Tensor upload(Pointer host, ScalarType type, long[] shape) {
        return torch.from_blob(host, shape, new TensorOptions(type))
                .to(device(), type, false, true, new MemoryFormatOptional());
    }

    /** Overwrites a tensor of fp32 numbers with those of host memory. */
    void upload(MemorySegment from, Tensor to) {
        try (var _ = new PointerScope()) {
            Tensor host = torch.from_blob(
                    new Address(from.address()), new long[] {to.numel()}, new TensorOptions(ScalarType.Float));
            to.view(-1).copy_(host);
        }
    }

    /** Copies a contiguous tensor of fp32 numbers to host memory. */
    void download(Tensor from, MemorySegment to) {
        try (var _ = new PointerScope()) {
            Tensor host = torch.from_blob(
                    new Address(to.address()), new long[] {from.numel()}, new TensorOptions(ScalarType.Float));
            host.copy_(from.view(-1));
        }
    }

    /** The numbers of a contiguous tensor of fp32. */
    float[] floats(Tensor from) {
        if (from.numel() > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("too many numbers for one array: " + from.numel());
        }
        float[] values = new float[(int) from.numel()];
        try (Arena arena = Arena.ofShared()) {
            MemorySegment host = arena.allocate(from.numel() * Float.BYTES, Float.BYTES);
            download(from, host);
            MemorySegment.ofArray(values).copyFrom(host);
        }
        return values;
    }

    /** The numbers of a tensor, row-major. */
    static double[] doubles(Tensor from) {
        try (var _ = new PointerScope()) {
            Tensor host = from.to(new Device(DeviceType.CPU), ScalarType.Double).contiguous();
            double[] values = new double[Math.toIntExact(host.numel())];
            new DoublePointer(host.data_ptr()).get(values);
            return values;
        }
    }

    /** In the type of matrix products. */
    Tensor cast(Tensor x) {
        return x.to(compute);
    }

    /** Whether products run in another type than the masters. */
    boolean rounds() {
        return compute != ScalarType.Float;
    }

    /**
     * Computes in a scope of its own, whose handles go with it; the result belongs to the scope outside. What autograd needs
     * of the rest it holds itself.
     */
    static Tensor scoped(Supplier<Tensor> body) {
        PointerScope outer = PointerScope.getInnerScope();
        try (var _ = new PointerScope()) {
            Tensor result = body.get();
            outer.attach(result);
            return result;
        }
    }

    /** Computes what is to outlive every scope; to be closed. */
    static Tensor keep(Supplier<Tensor> body) {
        try (var _ = new PointerScope()) {
            Tensor result = body.get();
            result.retainReference();
            return result;
        }
    }

    /** Frees what {@link #keep} held. */
    static void release(@Nullable Tensor... kept) {
        for (Tensor t : kept) {
            if (t != null) {
                t.close();
            }
        }
    }

    /** Memory that is not JavaCPP's. */
    private static final class Address extends Pointer {
        Address(long at) {
            super((Pointer) null);
            address = at;
        }
    }
}
