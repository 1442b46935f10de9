package dev.belay.loop.evaluate;

import dev.belay.loop.data.StrategyDetector;
import dev.belay.loop.reward.Score;
import dev.belay.loop.reward.ScoredGroup;
import dev.belay.loop.reward.ScoredMember;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What is asked of a set of judged completions. */
final class Figures {
    private final String prefix;
    private final List<ScoredGroup> groups;
    private final List<Figure> all = new ArrayList<>();

    private Figures(String prefix, List<ScoredGroup> groups) {
        this.prefix = prefix;
        this.groups = groups;
    }

    /** One completion of each problem: {@code greedy/accuracy}, {@code greedy/parse_rate} …. */
    static List<Figure> greedy(List<ScoredGroup> groups, StrategyDetector strategies) {
        Figures f = new Figures("greedy/", groups);
        f.quotient("accuracy", Figures::right, Figures::judged);
        f.shared(strategies);
        return f.all;
    }

    /** n completions of each problem: the same, with {@code sampled/avg@n} and {@code sampled/pass@k} for k to n. */
    static List<Figure> sampled(List<ScoredGroup> groups, int n, StrategyDetector strategies) {
        Figures f = new Figures("sampled/", groups);
        f.quotient("avg@" + n, Figures::right, Figures::judged);
        for (int k = 1; k < n; k *= 2) {
            f.passAt(k);
        }
        f.passAt(n);
        f.shared(strategies);
        return f.all;
    }

    private void shared(StrategyDetector strategies) {
        quotient("parse_rate", Figures::parsed, Figures::judged);
        quotient("accuracy_given_parsed", Figures::right, Figures::parsed);
        quotient("ungradable_share", m -> 1 - judged(m), m -> 1);
        quotient("truncated_share", m -> m.completion().truncated() ? 1 : 0, m -> 1);
        quotient("mean_length", m -> m.completion().tokens().length, m -> 1);
        for (String name : strategies.names()) {
            ToDoubleFunction<ScoredMember> uses =
                    m -> strategies.of(m.completion().text()).equals(name) ? 1 : 0;
            quotient("strategy/" + name + "/share", uses, m -> 1);
            quotient(
                    "strategy/" + name + "/accuracy",
                    m -> uses.applyAsDouble(m) * right(m),
                    m -> uses.applyAsDouble(m) * judged(m));
        }
    }

    private void quotient(String name, ToDoubleFunction<ScoredMember> above, ToDoubleFunction<ScoredMember> below) {
        all.add(new Figure(prefix + name, sums(above), sums(below)));
    }

    /** A problem with fewer than k judged samples says nothing. */
    private void passAt(int k) {
        double[] judged = sums(Figures::judged);
        double[] right = sums(Figures::right);
        double[] pass = new double[judged.length];
        double[] counts = new double[judged.length];
        for (int p = 0; p < pass.length; p++) {
            if (judged[p] >= k) {
                pass[p] = PassAtK.of((int) judged[p], (int) right[p], k);
                counts[p] = 1;
            }
        }
        all.add(new Figure(prefix + "pass@" + k, pass, counts));
    }

    private double[] sums(ToDoubleFunction<ScoredMember> f) {
        return groups.stream()
                .mapToDouble(g -> g.members().stream().mapToDouble(f).sum())
                .toArray();
    }

    private static double judged(ScoredMember m) {
        return m.truth() instanceof Score.Scored ? 1 : 0;
    }

    private static double right(ScoredMember m) {
        return m.trueValue() == 1 ? 1 : 0;
    }

    private static double parsed(ScoredMember m) {
        return m.truth() instanceof Score.Scored s ? s.parts().getOrDefault(Score.PARSED, 1.0) : 0;
    }
}
