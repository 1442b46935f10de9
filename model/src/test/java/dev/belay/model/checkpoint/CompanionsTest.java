package dev.belay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompanionsTest {
    private static final byte[] CONTENT = {1, 2};

    @Test
    void madeBy_fileIsMadeOnceAndOnlyWhenAskedFor() {
        List<String> made = new ArrayList<>();
        Companions files = Companions.madeBy(Map.of("a", () -> made(made, "a"), "b", () -> made(made, "b")));
        assertThat(made).isEmpty();
        assertThat(files.get("a")).isSameAs(files.get("a")).isEqualTo(CONTENT);
        assertThat(made).containsExactly("a");
        assertThat(files.all()).containsOnlyKeys("a", "b");
        assertThat(made).containsExactly("a", "b");
    }

    @Test
    void under_otherFileOfTheNameComesFirst() {
        byte[] other = {3};
        Companions both = Companions.of(Map.of("a", CONTENT, "b", CONTENT)).under(Companions.of(Map.of("b", other)));
        assertThat(both.get("a")).isEqualTo(CONTENT);
        assertThat(both.get("b")).isEqualTo(other);
        assertThat(both.get("c")).isNull();
    }

    private static byte[] made(List<String> made, String name) {
        made.add(name);
        return CONTENT;
    }
}
