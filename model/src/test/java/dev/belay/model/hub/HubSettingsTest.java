package dev.belay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path home;

    private HubSettings of(Map<String, String> environment) {
        return HubSettings.of(environment, home);
    }

    @Test
    void cache_isWherePythonKeepsIt() {
        assertThat(of(Map.of()).cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(of(Map.of("XDG_CACHE_HOME", "/x")).cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(of(Map.of("HF_HOME", "~/hf")).cache()).isEqualTo(home.resolve("hf/hub"));
        assertThat(of(Map.of("HF_HOME", "/h", "HF_HUB_CACHE", "/c")).cache()).isEqualTo(Path.of("/c"));
    }

    @Test
    void token_isOfTheEnvironmentOrTheLogin() throws IOException {
        assertThat(of(Map.of()).token()).isNull();
        assertThat(of(Map.of("HF_TOKEN", " t \n")).token()).isEqualTo("t");
        Files.writeString(home.resolve("token"), "stored\n");
        assertThat(of(Map.of("HF_HOME", home.toString())).token()).isEqualTo("stored");
    }

    @Test
    void offline_andEndpoint_areRead() {
        assertThat(of(Map.of("HF_HUB_OFFLINE", "1")).offline()).isTrue();
        assertThat(of(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
        assertThat(of(Map.of()).endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(of(Map.of("HF_ENDPOINT", "https://mirror.example/")).endpoint())
                .isEqualTo(URI.create("https://mirror.example"));
        assertThatThrownBy(() -> of(Map.of("HF_ENDPOINT", "mirror")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("HF_ENDPOINT must be an address");
    }

    @Test
    void proxies_areThoseOfTheEnvironmentWithItsExceptions() {
        EnvironmentProxies proxies = new EnvironmentProxies(
                Map.of("HTTPS_PROXY", "http://proxy.example:3128", "no_proxy", "localhost, .inside.example"),
                ProxySelector.of(null));
        Proxy proxy = proxies.select(URI.create("https://huggingface.co/x")).getFirst();
        assertThat(proxy.address()).isEqualTo(InetSocketAddress.createUnresolved("proxy.example", 3128));
        assertThat(proxies.select(URI.create("https://a.inside.example/x"))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("https://localhost/x"))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.select(URI.create("http://huggingface.co/x"))).containsExactly(Proxy.NO_PROXY);
    }
}
