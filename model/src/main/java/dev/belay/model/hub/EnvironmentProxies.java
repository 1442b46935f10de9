package dev.belay.model.hub;

import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxies of the environment ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY}, {@code NO_PROXY}, in either
 * case), and where it names none, those of Java's system properties.
 */
final class EnvironmentProxies extends ProxySelector {
    private final Map<String, String> environment;
    private final ProxySelector others;

    EnvironmentProxies(Map<String, String> environment, ProxySelector others) {
        this.environment = environment;
        this.others = others;
    }

    @Override
    public List<Proxy> select(URI uri) {
        if (isExcepted(uri.getHost())) {
            return List.of(Proxy.NO_PROXY);
        }
        String proxy = variable(uri.getScheme() + "_proxy");
        String named = proxy.isEmpty() ? variable("all_proxy") : proxy;
        return named.isEmpty() ? others.select(uri) : List.of(new Proxy(Proxy.Type.HTTP, address(named)));
    }

    private String variable(String lowerCase) {
        return environment
                .getOrDefault(lowerCase, environment.getOrDefault(lowerCase.toUpperCase(Locale.ROOT), ""))
                .strip();
    }

    private boolean isExcepted(String host) {
        for (String entry : variable("no_proxy").split(",", -1)) {
            String name = entry.strip().replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
            if (name.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }

    private static SocketAddress address(String proxy) {
        try {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            if (uri.getHost() != null) {
                return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("the proxy of the environment is no address: " + proxy, e);
        }
        throw new InvalidInputException("the proxy of the environment is no address: " + proxy);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
        others.connectFailed(uri, proxy, failure);
    }
}
