package dev.belay.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.model.RandomKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossedBootstrapTest {
    private static final RandomKey KEY = RandomKey.of(7);

    @Test
    void mean_sameKey_sameInterval() {
        Outcomes outcomes = simulate(KEY.child("data"), 3, 50, 0.5, 0.1);
        assertThat(bootstrap("a").mean(outcomes)).isEqualTo(bootstrap("a").mean(outcomes));
        assertThat(bootstrap("a").mean(outcomes)).isNotEqualTo(bootstrap("b").mean(outcomes));
    }

    @Test
    void mean_oneSeed_matchesNormalTheory() {
        // 200 problems, half right: standard error sqrt(.25 / 200) = .03536, 95 % interval .5 -+ .0693
        double[] row = IntStream.range(0, 200).mapToDouble(i -> i % 2).toArray();
        Interval interval = new CrossedBootstrap(KEY, 4000, 0.95).mean(new Outcomes(ids(200), new double[][] {row}));
        assertThat(interval.estimate()).isEqualTo(0.5);
        assertThat(interval.low()).isCloseTo(0.4307, within(0.006));
        assertThat(interval.high()).isCloseTo(0.5693, within(0.006));
    }

    @Test
    void mean_seedsThatDiffer_varianceOfTheMeanIsUnbiased() {
        // Four seeds at 0, 0, 1, 1 whatever the problem: variance of the mean = (1/3) / 4, standard deviation .2887.
        double[][] rows = {fill(0), fill(0), fill(1), fill(1)};
        // At level .6827 the normal interval is one standard deviation; draws of three seeds take the values k/3.
        Interval interval = new CrossedBootstrap(KEY, 4000, 0.6827).mean(new Outcomes(ids(20), rows));
        assertThat(interval.low()).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(interval.high()).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void difference_pairedOnProblems_isNarrowerThanEitherMean() {
        double[] hard = IntStream.range(0, 100).mapToDouble(i -> i % 2).toArray();
        double[] better = hard.clone();
        for (int i = 0; i < 10; i++) {
            better[i] = 1;
        }
        Outcomes a = new Outcomes(ids(100), new double[][] {better});
        Outcomes b = new Outcomes(ids(100), new double[][] {hard});
        Interval difference = bootstrap("d").difference(a, b);
        Interval mean = bootstrap("d").mean(a);
        assertThat(difference.estimate()).isCloseTo(0.05, within(1e-12));
        assertThat(difference.high() - difference.low()).isLessThan((mean.high() - mean.low()) / 2);
    }

    /** At 95 %, 1 - .05^(1/16) = .17075 and 1 - .05^(1/256) = .01163: nearly 3/N. */
    @Test
    void difference_nothingChanged_spansWhatUnseenProblemsCouldDo() {
        double[] half = IntStream.range(0, 16).mapToDouble(i -> i % 2).toArray();
        Outcomes few = new Outcomes(ids(16), new double[][] {half});
        Interval onFew = bootstrap("d").difference(few, few);
        assertThat(onFew.estimate()).isZero();
        assertThat(onFew.low()).isCloseTo(-.17075, within(1e-5));
        assertThat(onFew.high()).isCloseTo(.17075, within(1e-5));
        Outcomes many = new Outcomes(ids(256), new double[][] {new double[256]});
        assertThat(bootstrap("d").difference(many, many).high()).isCloseTo(.01163, within(1e-5));
        // No answer was right: it cannot be fewer.
        Interval none = bootstrap("d").mean(many);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(.01163, within(1e-5));
    }

    @Test
    void difference_pairedOnSeeds_doesNotSeeWhatSeedsHaveInCommon() {
        // Seeds lie .3 apart, in both arms alike; seed by seed the second arm is .1 better on every problem.
        Outcomes a = new Outcomes(ids(20), new double[][] {fill(0.2), fill(0.5), fill(0.8)});
        Outcomes b = new Outcomes(ids(20), new double[][] {fill(0.3), fill(0.6), fill(0.9)});
        Interval difference = bootstrap("d").difference(b, a);
        // No draw differs from another, so all that is left are problems that were not seen: 1 - .05^(1/20) = .13911.
        assertThat(difference.estimate()).isCloseTo(0.1, within(1e-12));
        assertThat(difference.low()).isCloseTo(0.1 - .13911 * 1.1, within(1e-5));
        assertThat(difference.high()).isCloseTo(0.1 + .13911 * 0.9, within(1e-5));
        assertThat(bootstrap("d").mean(a).high() - bootstrap("d").mean(a).low()).isGreaterThan(0.3);
    }

    @Test
    void difference_otherNumberOfSeeds_isRefused() {
        Outcomes one = new Outcomes(ids(20), new double[][] {fill(0.2)});
        Outcomes two = new Outcomes(ids(20), new double[][] {fill(0.2), fill(0.3)});
        assertThatThrownBy(() -> bootstrap("d").difference(one, two)).hasMessageContaining("same seeds, got 1 and 2");
    }

    @Test
    void difference_otherProblems_isRefused() {
        Outcomes a = new Outcomes(List.of("p", "q"), new double[][] {{0, 1}});
        Outcomes b = new Outcomes(List.of("q", "p"), new double[][] {{0, 1}});
        assertThatThrownBy(() -> bootstrap("d").difference(a, b)).hasMessageContaining("same problems");
    }

    @Test
    void keptShare_halfTheGain() {
        Outcomes base = new Outcomes(ids(20), new double[][] {fill(0.2)});
        Outcomes full = new Outcomes(ids(20), new double[][] {fill(0.8)});
        Outcomes half = new Outcomes(ids(20), new double[][] {fill(0.5)});
        assertThat(bootstrap("k").keptShare(half, full, base).estimate()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void mean_oneSeed_coversTheTruthAsOftenAsItSays() {
        assertThat(coverage(1, 0)).isBetween(0.91, 0.985);
    }

    @Test
    void mean_eightSeedsThatDiffer_coversTheTruth() {
        // A percentile interval of few seeds is a little short of its level (normal instead of Student quantiles).
        assertThat(coverage(8, 0.1)).isBetween(0.87, 0.985);
    }

    @Test
    void difference_ofEqualArms_excludesZeroAboutOnceInTwenty() {
        assertThat(falseAlarms(1, 0)).isBetween(0.02, 0.09);
    }

    @Test
    void difference_ofEqualArmsOverEightSeeds_excludesZeroAboutOnceInTwenty() {
        // As above, a little more often than it says.
        assertThat(falseAlarms(8, 0.1)).isBetween(0.02, 0.13);
    }

    /** Share of simulated studies in which two arms that do not differ seem to. */
    private static double falseAlarms(int seeds, double seedDeviation) {
        int trials = 300;
        int excluded = 0;
        for (int trial = 0; trial < trials; trial++) {
            RandomKey here = KEY.child("null").child(trial);
            Outcomes a = simulate(here.child("a"), seeds, 80, 0.4, seedDeviation);
            Outcomes b = simulate(here.child("b"), seeds, 80, 0.4, seedDeviation);
            excluded += new CrossedBootstrap(here, 300, 0.95).difference(a, b).excludes(0) ? 1 : 0;
        }
        return (double) excluded / trials;
    }

    /** Share of simulated studies whose interval of the mean holds the true mean, .4. */
    private static double coverage(int seeds, double seedDeviation) {
        int trials = 300;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            RandomKey here = KEY.child("coverage").child(trial);
            Outcomes outcomes = simulate(here.child("data"), seeds, 80, 0.4, seedDeviation);
            covered += new CrossedBootstrap(here, 300, 0.95).mean(outcomes).contains(0.4) ? 1 : 0;
        }
        return (double) covered / trials;
    }

    /** Right or wrong answers with a problem effect shared by all seeds and a uniform seed effect. */
    private static Outcomes simulate(RandomKey key, int seeds, int problems, double mean, double seedDeviation) {
        double[][] scores = new double[seeds][problems];
        for (int s = 0; s < seeds; s++) {
            double shift = seedDeviation * Math.sqrt(12) * (key.child("seed").uniform(s) - 0.5);
            for (int n = 0; n < problems; n++) {
                double ease = 0.4 * (key.child("problem").uniform(n) - 0.5);
                scores[s][n] = key.child(s).uniform(n) < mean + shift + ease ? 1 : 0;
            }
        }
        return new Outcomes(ids(problems), scores);
    }

    private static CrossedBootstrap bootstrap(String stream) {
        return new CrossedBootstrap(KEY.child(stream), 1000, 0.95);
    }

    private static double[] fill(double value) {
        return IntStream.range(0, 20).mapToDouble(i -> value).toArray();
    }

    private static List<String> ids(int n) {
        return IntStream.range(0, n).mapToObj(i -> "p" + i).toList();
    }
}
