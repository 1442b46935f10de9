package dev.belay.loop.credit;

/** A credit rule that compares rewards with what a value model, the critic, expected. It is trained beside the policy. */
public interface ActorCritic extends Credit {
    /** How the value model learns. */
    CriticOptions critic();

    /** (S, T) what the values should have been. */
    float[][] returns(CreditInput input);
}
