package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedMethodsTest {
    private static final String SERVICE = "META-INF/services/dev.belay.loop.recipe.CatalogueExtension";

    @TempDir
    private Path folder;

    private String folder(String name, boolean methods) throws IOException {
        Path entry = Files.createDirectories(folder.resolve(name));
        if (methods) {
            Files.createDirectories(entry.resolve(SERVICE).getParent());
            Files.writeString(entry.resolve(SERVICE), "example.Methods\n");
        }
        return entry.toString();
    }

    private String jar(String name, String inside) throws IOException {
        Path file = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(new ZipEntry(inside));
            out.closeEntry();
        }
        return file.toString();
    }

    private static String path(String... entries) {
        return String.join(File.pathSeparator, entries);
    }

    @Test
    void withoutMethods_entriesThatNameTheirs_areNotMentioned() throws IOException {
        String both = path(folder("own", true), jar("own.jar", SERVICE), "");
        assertThat(AddedMethods.withoutMethods(both)).isEmpty();
        assertThat(AddedMethods.withoutMethods("")).isEmpty();
    }

    @Test
    void withoutMethods_folderWithoutTheFile_isNamed() throws IOException {
        String bare = folder("bare", false);
        assertThat(AddedMethods.withoutMethods(path(folder("own", true), bare))).containsExactly(bare);
        assertThat(AddedMethods.notice(bare)).contains(bare).contains(SERVICE);
    }

    @Test
    void withoutMethods_jar_isNamedUnlessItMayBeALibrary() throws IOException {
        String library = jar("library.jar", "example/Numbers.class");
        assertThat(AddedMethods.withoutMethods(library)).containsExactly(library);
        assertThat(AddedMethods.withoutMethods(path(library, folder("own", true))))
                .isEmpty();
    }

    @Test
    void withoutMethods_wildcard_standsForTheJarsOfAFolder() throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        jar("lib/library.jar", "example/Numbers.class");
        String all = folder.resolve("lib") + "/*";
        assertThat(AddedMethods.withoutMethods(all)).containsExactly(all);
        assertThat(AddedMethods.notice(all)).endsWith("in it");
        jar("lib/own.JAR", SERVICE);
        assertThat(AddedMethods.withoutMethods(path(all, jar("other.jar", "example/Numbers.class"))))
                .isEmpty();
    }

    @Test
    void withoutMethods_entryThatIsNotThere_isNamedWhateverElseThereIs() throws IOException {
        String gone = folder.resolve("gone.jar").toString();
        assertThat(AddedMethods.withoutMethods(path(folder("own", true), gone))).containsExactly(gone);
        assertThat(AddedMethods.notice(gone)).endsWith(gone + " adds no methods, for there is no such folder or jar");
    }
}
