package dev.belay.app;

import dev.belay.loop.recipe.CatalogueExtension;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What the user put on the class path beside belay ({@code BELAY_CLASSPATH}): folders and jars with methods of their own. */
final class AddedMethods {
    private static final String SERVICE = "META-INF/services/" + CatalogueExtension.class.getName();

    private AddedMethods() {}

    /**
     * The entries that add nothing where they were meant to: one that is not there, a folder without the file that names its
     * methods, and a jar without it unless another entry has one, for then it may be that one's library.
     *
     * @param classPath folders, jars and {@code folder/*} for all jars of a folder, separated as on a class path
     */
    static List<String> withoutMethods(String classPath) {
        List<String> named = new ArrayList<>();
        List<String> jars = new ArrayList<>();
        boolean some = false;
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.isBlank()) {
                continue;
            }
            if (entries(entry).stream().anyMatch(AddedMethods::namesMethods)) {
                some = true;
            } else {
                (Files.isRegularFile(place(entry)) || isWildcard(entry) ? jars : named).add(entry);
            }
        }
        if (!some) {
            named.addAll(jars);
        }
        return named;
    }

    private static boolean isWildcard(String entry) {
        return entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*");
    }

    /** Where an entry lies; of a wildcard its folder. */
    private static Path place(String entry) {
        return isWildcard(entry) ? Path.of("", entry.substring(0, entry.length() - 1)) : Path.of(entry);
    }

    /** What the virtual machine makes of an entry: all jars of its folder for a wildcard. */
    private static List<Path> entries(String entry) {
        Path place = place(entry);
        if (!isWildcard(entry)) {
            return List.of(place);
        }
        try (Stream<Path> files = Files.list(place.toAbsolutePath())) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
                    .toList();
        } catch (IOException notAFolder) {
            return List.of();
        }
    }

    /** One sentence about an entry. */
    static String notice(String entry) {
        if (Files.notExists(place(entry).toAbsolutePath())) {
            return "belay: BELAY_CLASSPATH: " + entry + " adds no methods, for there is no such folder or jar";
        }
        return "belay: BELAY_CLASSPATH: " + entry + " adds no methods, for there is no " + SERVICE + " in it";
    }

    private static boolean namesMethods(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.isRegularFile(entry.resolve(SERVICE));
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            return jar.getEntry(SERVICE) != null;
        } catch (IOException notAJar) {
            return false;
        }
    }
}
