package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The search that ./belay and ./mvnw share, on folders that look like JDKs. */
@DisabledOnOs(OS.WINDOWS)
class FindJdkTest {
    private static final Path SCRIPT =
            Path.of("..", "tools", "find-jdk.sh").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Found(int exitCode, String jdk, String err) {}

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            Path file = Files.writeString(home.resolve("bin").resolve(tool), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Found find(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder shell =
                new ProcessBuilder("/bin/sh", "-c", "set -eu; . '" + SCRIPT + "'; find_jdk || exit 2; echo \"$JDK\"");
        shell.environment().clear();
        shell.environment().put("HOME", folder.toString());
        shell.environment().put("PATH", "/usr/bin:/bin");
        shell.environment().putAll(environment);
        Process process = shell.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Found(process.waitFor(), out.strip(), err);
    }

    @Test
    void belayJavaHome_winsOverJavaHome() throws Exception {
        Path wanted = jdk("wanted", "25.0.3");
        Found found = find(Map.of(
                "BELAY_JAVA_HOME",
                wanted.toString(),
                "JAVA_HOME",
                jdk("other", "25").toString()));

        assertThat(found.jdk()).isEqualTo(wanted.toString());
    }

    @Test
    void belayJavaHome_ofAnotherVersion_isRefusedInTwoLines() throws Exception {
        Found found = find(Map.of("BELAY_JAVA_HOME", jdk("old", "21.0.2").toString()));

        assertThat(found.exitCode()).isEqualTo(2);
        assertThat(found.err().lines()).hasSize(2);
        assertThat(found.err())
                .contains("is not a JDK 25")
                .contains(folder.resolve("old").toString());
    }

    @Test
    void javaHome_ofAnotherVersion_isPassedOver() throws Exception {
        Path wanted = jdk(".sdkman/candidates/java/25-tem", "25");
        Found found = find(Map.of("JAVA_HOME", jdk("new", "250.1").toString()));

        // A machine with a JDK 25 in the usual places may offer that one first; never the one of JAVA_HOME.
        assertThat(found.exitCode()).isZero();
        assertThat(found.jdk()).isNotEqualTo(folder.resolve("new").toString());
        assertThat(found.jdk()).containsAnyOf("/usr/", "/opt/", wanted.toString());
    }

    @Test
    void path_ledThroughALink_givesTheHomeBehindIt() throws Exception {
        Path wanted = jdk("linked", "25.0.1");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), wanted.resolve("bin/java"));
        Found found = find(Map.of("PATH", bin + ":/usr/bin:/bin"));

        assertThat(found.jdk()).isEqualTo(wanted.toString());
    }
}
