package dev.belay.loop.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.Classifier;
import dev.belay.model.Device;
import dev.belay.model.Dtype;
import dev.belay.model.LanguageModel;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenRewardModelsTest {
    private final List<String> closed = new ArrayList<>();
    private final List<String> opened = new ArrayList<>();

    /** Models whose closing is noted; those called bad cannot be closed. */
    private final ModelLoader loader = new ModelLoader() {
        @Override
        public LanguageModel load(Path folder, Dtype dtype, Device device) {
            throw new AssertionError("no language model is asked for");
        }

        @Override
        public Classifier loadClassifier(Path folder, Dtype dtype, Device device) {
            String name = folder.getFileName().toString();
            opened.add(name);
            return (Classifier) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Classifier.class}, (proxy, method, arguments) -> {
                        closed.add(name);
                        if (name.startsWith("bad")) {
                            throw new IllegalStateException(name + " is stuck");
                        }
                        return null;
                    });
        }
    };

    private final OpenRewardModels models = new OpenRewardModels(loader, Device.CPU, Path::of);

    @Test
    void close_oneThatFails_closesTheOthersToo() {
        models.classifier("bad1");
        models.classifier("good");
        models.classifier("bad2");
        assertThatThrownBy(models::close)
                .hasMessage("bad1 is stuck")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessage("bad2 is stuck")));
        assertThat(closed).containsExactly("bad1", "good", "bad2");
    }

    @Test
    void classifier_afterClose_isADefectAndOpensNothing() {
        models.close();
        assertThatThrownBy(() -> models.classifier("good"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the reward models are closed, and good is asked for");
        assertThat(opened).isEmpty();
    }
}
