package dev.belay.loop.data.jsonl;

import dev.belay.loop.data.DataSet;
import dev.belay.loop.data.FixedProblems;
import dev.belay.loop.data.ProblemSource;
import dev.belay.loop.recipe.Default;
import dev.belay.loop.recipe.Doc;
import dev.belay.loop.rows.RowReader;
import dev.belay.model.InvalidInputException;

/** {@code use: jsonl}: problems from a file of JSON objects or from Parquet, in a new order on every pass. */
public record Jsonl(
        @Doc("a .jsonl file, also .gz, or a .parquet file; relative to the working directory")
        String path,

        @Doc("column with the prompt: a text to continue as it stands, or a conversation as a list of {role, content}, "
                + "written by the model's chat template; auto: prompt, messages, question, problem")
        @Default("auto")
        String prompt,

        @Doc("column with the reference answer, dots for nesting; auto: solution, answer, or reward_model.ground_truth")
        @Default("auto")
        String answer,

        @Doc("the answer is what follows the last of these in the column, such as ####; empty: all of it") @Default("")
        String answerAfter,

        @Doc("column with a unique id; auto: id, unique_id, else the line number") @Default("auto")
        String id)
        implements DataSet {
    /** How columns are found when they are not named. */
    static final String AUTO = "auto";

    public Jsonl {
        if (path.equals(RowReader.STANDARD_INPUT.toString())) {
            throw new InvalidInputException("jsonl: path must be a file, got \"" + path
                    + "\" (standard input): a run that is resumed or repeated reads its rows again");
        }
    }

    @Override
    public ProblemSource open() {
        ProblemRows rows = new ProblemRows(this);
        return new FixedProblems(rows.all(), rows::place);
    }
}
