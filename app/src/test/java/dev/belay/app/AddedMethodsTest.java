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
}
