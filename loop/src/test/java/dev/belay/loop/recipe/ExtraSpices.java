package dev.belay.loop.recipe;

import java.util.List;

/** Stands in for a third-party jar; named in META-INF/services. */
public final class ExtraSpices implements CatalogueExtension {
    @Override
    public List<Entry<?>> entries() {
        return List.of(new Entry<>("sumac", Kitchen.FromAnotherJar.class, "Sour.", "a jar", Status.EXPERIMENTAL));
    }
}
