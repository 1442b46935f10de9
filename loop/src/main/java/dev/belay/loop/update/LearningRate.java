package dev.belay.loop.update;

/** Shape of the learning rate after its warm-up. */
public enum LearningRate {
    CONSTANT {
        @Override
        double factor(double progress) {
            return 1;
        }
    },
    /** Falls linearly to 0 at the end of the run. */
    LINEAR {
        @Override
        double factor(double progress) {
            return 1 - progress;
        }
    },
    /** Falls to 0 along half a cosine. */
    COSINE {
        @Override
        double factor(double progress) {
            return 0.5 * (1 + Math.cos(Math.PI * progress));
        }
    };

    /** @param progress share of the steps after the warm-up that are done, in [0, 1] */
    abstract double factor(double progress);
}
