package dev.belay.model.checkpoint;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The files beside config.json that travel with a model, by name. One that has yet to be made is made when it is asked for. */
final class Companions {
    private final Map<String, Content> files;

    private Companions(Map<String, Content> files) {
        this.files = files;
    }

    static Companions of(Map<String, byte[]> files) {
        Map<String, Content> contents = new TreeMap<>();
        files.forEach((name, bytes) -> contents.put(name, new Content(() -> bytes)));
        return new Companions(contents);
    }

    static Companions madeBy(Map<String, Supplier<byte[]>> makers) {
        Map<String, Content> contents = new TreeMap<>();
        makers.forEach((name, maker) -> contents.put(name, new Content(maker)));
        return new Companions(contents);
    }

    /** These, where {@code over} has none of the name. */
    Companions under(Companions over) {
        Map<String, Content> both = new TreeMap<>(files);
        both.putAll(over.files);
        return new Companions(both);
    }

    byte @Nullable [] get(String name) {
        Content content = files.get(name);
        return content == null ? null : content.bytes();
    }

    /** All of them, as a map of its own. */
    Map<String, byte[]> all() {
        Map<String, byte[]> all = new TreeMap<>();
        files.forEach((name, content) -> all.put(name, content.bytes()));
        return all;
    }

    private static final class Content {
        private Supplier<byte[]> maker;

        Content(Supplier<byte[]> maker) {
            this.maker = maker;
        }

        synchronized byte[] bytes() {
            byte[] made = maker.get();
            maker = () -> made; // and lets go of what it was made from
            return made;
        }
    }
}
