package dev.belay.app.bench;

/**
 * What {@link StepBench} measured; times are medians over the measured steps.
 *
 * @param stepSeconds a whole step: sampling, rewards, forward, backward, update
 * @param generateSeconds its sampling alone
 * @param sampledTokensPerSecond new tokens of a step by {@code generateSeconds}
 * @param peakRssBytes largest resident memory of this process so far, 0 where the system does not tell
 * @param threads of this process that computed
 * @param device where the model computed
 * @param dtype the type matrix products ran in
 * @param parameters trainable numbers
 */
public record StepBenchResult(
        double stepSeconds,
        double generateSeconds,
        double sampledTokensPerSecond,
        long peakRssBytes,
        int threads,
        String device,
        String dtype,
        long parameters) {}
