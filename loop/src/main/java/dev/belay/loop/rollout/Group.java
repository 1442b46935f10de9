package dev.belay.loop.rollout;

import dev.belay.loop.data.Problem;
import dev.belay.model.Generation;
import dev.belay.model.Tokenizer;
import java.util.List;

/**
 * The completions of one problem in one step.
 *
 * @param id unique within the run; groups are told apart by it and never by their position
 * @param problem its prompt as {@link PromptRenderer#shown} gives it
 * @param members at least one, in sample order
 */
public record Group(String id, Problem problem, List<Completion> members) {
    public Group {
        members = List.copyOf(members);
    }

    /**
     * What the sampler drew for one prompt.
     *
     * @param drawn this prompt's samples, in order
     * @param prompt the tokens they were sampled under
     */
    public static Group singleTurn(
            String id, Problem problem, List<Generation> drawn, Tokenizer tokenizer, int[] prompt) {
        return new Group(
                id,
                problem,
                drawn.stream()
                        .map(g -> new Completion(
                                g.tokens(),
                                g.logProbs(),
                                tokenizer.decode(g.tokens()),
                                List.of(Span.policy(g.tokens().length)),
                                g.finish(),
                                prompt,
                                prompt))
                        .toList());
    }

    public int size() {
        return members.size();
    }

    public Group withProblem(Problem other) {
        return new Group(id, other, members);
    }

    public Group withMembers(List<Completion> others) {
        return new Group(id, problem, others);
    }
}
