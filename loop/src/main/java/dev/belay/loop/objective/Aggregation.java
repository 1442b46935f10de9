package dev.belay.loop.objective;

/**
 * The four common ways to weigh sequences against each other; N sequences, T_i trainable tokens of sequence i. A
 * sequence without trainable tokens counts in N and adds nothing.
 */
public enum Aggregation implements Aggregator {
    /** 1 / sum of all T: every token weighs the same. DAPO, arXiv 2503.14476, section 3.3. */
    TOKEN_MEAN {
        @Override
        public double scale(int sequence, BatchShape b) {
            return b.totalTokens() == 0 ? 0 : 1.0 / b.totalTokens();
        }
    },
    /** 1 / (N T_i): every sequence weighs the same. DeepSeekMath, arXiv 2402.03300, equation 3. */
    SEQUENCE_MEAN {
        @Override
        public double scale(int sequence, BatchShape b) {
            int t = b.trainableTokens()[sequence];
            return t == 0 ? 0 : 1.0 / ((double) b.sequences() * t);
        }
    },
    /** 1 / N: a sequence weighs as much as it is long. */
    SEQUENCE_SUM {
        @Override
        public double scale(int sequence, BatchShape b) {
            return 1.0 / b.sequences();
        }
    },
    /** 1 / (N C) with C the budget of new tokens. Dr.GRPO, arXiv 2503.20783, section 3.2. */
    CONSTANT {
        @Override
        public double scale(int sequence, BatchShape b) {
            return 1.0 / ((double) b.sequences() * b.budgetTokens());
        }
    }
}
