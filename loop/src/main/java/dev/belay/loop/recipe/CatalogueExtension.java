package dev.belay.loop.recipe;

import java.util.List;

/**
 * Adds methods from another jar. Name the implementation in
 * {@code META-INF/services/dev.belay.loop.recipe.CatalogueExtension}; its entries appear in recipes, the JSON Schema and
 * {@code belay methods} like belay's own.
 */
public interface CatalogueExtension {
    /** Entries for any stages; each goes to the catalogue whose contract its record implements. */
    List<Entry<?>> entries();
}
