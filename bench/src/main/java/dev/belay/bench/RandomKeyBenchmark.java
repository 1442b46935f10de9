package dev.belay.bench;

import dev.belay.model.RandomKey;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cost of one uniform draw: a sampled token takes one, so it must vanish beside a forward pass. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RandomKeyBenchmark {
    private final RandomKey key = RandomKey.of(0).child("sample");
    private long counter;

    /** The next number of one stream. */
    @Benchmark
    public double draw() {
        return key.uniform(counter++);
    }

    /** A fresh stream for a token of a sample of a step, then its first number. */
    @Benchmark
    public double drawFromNewStream() {
        return key.child(counter++).child(3).uniform(0);
    }
}
