package dev.belay.app;

import dev.belay.loop.recipe.CatalogueExtension;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** What the user put on the class path beside belay ({@code BELAY_CLASSPATH}): folders and jars with methods of their own. */
final class AddedMethods {
    private static final String SERVICE = "META-INF/services/" + CatalogueExtension.class.getName();

    private AddedMethods() {}

    /**
     * The entries that add nothing where they were meant to: a folder without the file that names its methods, and a jar
     * without it unless another entry has one, for then it may be that one's library.
     *
     * @param classPath folders and jars, separated as on a class path
     */
    static List<String> withoutMethods(String classPath) {
        List<String> folders = new ArrayList<>();
        List<String> jars = new ArrayList<>();
        boolean some = false;
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.isBlank()) {
                continue;
            }
            Path path = Path.of(entry);
            if (namesMethods(path)) {
                some = true;
            } else {
                (Files.isDirectory(path) ? folders : jars).add(entry);
            }
        }
        if (!some) {
            folders.addAll(jars);
        }
        return folders;
    }

    /** One sentence about an entry. */
    static String notice(String entry) {
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
