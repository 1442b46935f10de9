package dev.belay.loop.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalogues of all stages, found by contract: what turns {@code {use: NAME, …}} into a record and back. */
public final class Catalogues {
    private final Map<Class<?>, Catalogue<?>> byContract = new LinkedHashMap<>();

    private Catalogues(List<Catalogue<?>> all) {
        for (Catalogue<?> catalogue : all) {
            if (byContract.putIfAbsent(catalogue.contract(), catalogue) != null) {
                throw new IllegalArgumentException("two catalogues for " + catalogue.contract());
            }
        }
    }

    public static Catalogues of(Catalogue<?>... all) {
        return new Catalogues(List.of(all));
    }

    public List<Catalogue<?>> all() {
        return List.copyOf(byContract.values());
    }

    /** The catalogue from which a value of this type is chosen, if its type is a stage's contract. */
    public Optional<Catalogue<?>> choosing(Class<?> contract) {
        return Optional.ofNullable(byContract.get(contract));
    }
}
