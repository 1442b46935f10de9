package dev.belay.loop.credit;

/**
 * RLOO: the baseline of a completion is the mean reward of the others in its group. Ahmadian et al., "Back to basics",
 * arXiv 2402.14740, equation 6.
 */
public record LeaveOneOutCredit() implements Credit {
    @Override
    public int smallestGroup() {
        return 2;
    }

    @Override
    public void advantages(CreditInput input, float[][] out) {
        Broadcast.group(input.groups(), out, LeaveOneOutCredit::leaveOneOut);
    }

    /** A group that lost all but one member to ungradable scores has no baseline and teaches nothing. */
    private static double[] leaveOneOut(double[] r) {
        double[] a = new double[r.length];
        if (r.length < 2 || Broadcast.constant(r)) {
            return a;
        }
        double mean = Broadcast.mean(r);
        for (int i = 0; i < a.length; i++) {
            a[i] = (r[i] - mean) * r.length / (r.length - 1);
        }
        return a;
    }
}
