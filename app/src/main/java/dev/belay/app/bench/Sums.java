package dev.belay.app.bench;

import dev.belay.loop.data.Problem;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.schedule.RunState;
import dev.belay.model.RandomKey;
import java.util.List;
import java.util.stream.LongStream;

/** Prompts such as {@code 17+42=}, drawn anew for ever. */
final class Sums implements ProblemSource {
    private static final int LEAST = 10;
    private static final int COUNT = 90;

    @Override
    public List<Problem> next(int n, RunState s) {
        return problems(s.stream("sums"), s.drawn(), n);
    }

    @Override
    public List<Problem> first(int limit) {
        return problems(RandomKey.of(0), 0, limit);
    }

    @Override
    public List<Problem> identity() {
        return first(COUNT);
    }

    private static List<Problem> problems(RandomKey key, long from, int n) {
        return LongStream.range(from, from + n)
                .mapToObj(i -> {
                    int a = LEAST + key.below(COUNT, 2 * i);
                    int b = LEAST + key.below(COUNT, 2 * i + 1);
                    return Problem.of("sum-" + i, a + "+" + b + "=", String.valueOf(a + b));
                })
                .toList();
    }
}
