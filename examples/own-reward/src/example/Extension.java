package example;

import dev.belay.loop.recipe.CatalogueExtension;
import dev.belay.loop.recipe.Entry;
import dev.belay.loop.recipe.Status;
import java.util.List;

/** Tells belay which methods this folder adds. */
public final class Extension implements CatalogueExtension {
    @Override
    public List<Entry<?>> entries() {
        return List.of(new Entry<>(
                "brevity", BrevityReward.class, "pays for few words", "an example of belay's", Status.EXPERIMENTAL));
    }
}
