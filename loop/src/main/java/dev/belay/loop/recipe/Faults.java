package dev.belay.loop.recipe;

import dev.belay.model.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is wrong in parts that do not depend on each other, so that a user hears of all of it at once. */
final class Faults {
    /** More than this nobody reads; what is left out is counted. */
    private static final int SHOWN = 20;

    private final List<InvalidInputException> found = new ArrayList<>();

    /** Carries several faults through parts that cannot go on without what is missing. */
    private static final class Several extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<InvalidInputException> faults;

        Several(List<InvalidInputException> faults) {
            super(null, null, false, false);
            this.faults = faults;
        }
    }

    void add(InvalidInputException fault) {
        found.add(fault);
    }

    /** What the part makes, or null when something in it is wrong; then {@link #stopIfAny} will not return. */
    <T> @Nullable T attempt(Supplier<@Nullable T> part) {
        try {
            return part.get();
        } catch (InvalidInputException e) {
            found.add(e);
        } catch (Several e) {
            found.addAll(e.faults);
        }
        return null;
    }

    /** Faults so far. */
    int count() {
        return found.size();
    }

    void stopIfAny() {
        if (!found.isEmpty()) {
            throw new Several(List.copyOf(found));
        }
    }

    /** @throws InvalidInputException that says everything that was found */
    void refuseIfAny() {
        if (found.size() == 1) {
            throw found.getFirst();
        }
        if (!found.isEmpty()) {
            StringBuilder all = new StringBuilder(found.size() + " errors:");
            found.stream().limit(SHOWN).forEach(fault -> all.append("\n  ").append(fault.getMessage()));
            if (found.size() > SHOWN) {
                all.append("\n  … and ").append(found.size() - SHOWN).append(" more");
            }
            throw new InvalidInputException(all.toString(), found.getFirst());
        }
    }
}
