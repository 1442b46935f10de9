package dev.belay.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Budgets that keep every file readable in one sitting: lines a file, lines a method, public types a file. */
class SourceBudgetTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 50;
    private static final int FILES_AT_LEAST = 300;

    /** What may exceed a budget: file name or {@code File.java#method}, and why. */
    private static final Map<String, String> EXCEPTIONS =
            Map.of("Unicode.java#folds", "a table of characters and what they are read as, one line each");

    private static final Map<String, Integer> FILES = new TreeMap<>();
    private static final Map<String, Integer> METHODS = new TreeMap<>();
    private static final Map<String, List<String>> PUBLIC_TYPES = new TreeMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<Path> sources;
        try (Stream<Path> files = Files.walk(root)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> root.relativize(file).toString().matches("[a-z]+/src/(main|test)/java/.*"))
                    .sorted()
                    .toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                measure(unit, positions);
            }
        }
    }

    private static void measure(CompilationUnitTree unit, SourcePositions positions) throws IOException {
        String file = Path.of(unit.getSourceFile().toUri()).getFileName().toString();
        String path = unit.getSourceFile().toUri().getPath();
        FILES.put(path, (int)
                unit.getSourceFile().getCharContent(true).toString().lines().count());
        List<String> publicTypes = new ArrayList<>();
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree c && c.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                publicTypes.add(c.getSimpleName().toString());
            }
        }
        PUBLIC_TYPES.put(path, publicTypes);
        LineMap lines = unit.getLineMap();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                if (method.getBody() != null) {
                    long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                    long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                    METHODS.merge(file + "#" + method.getName(), (int) (last - first + 1), Math::max);
                }
                return super.visitMethod(method, null);
            }
        }.scan(unit, null);
    }

    @Test
    void scan_seesTheSources() {
        assertThat(FILES).hasSizeGreaterThan(FILES_AT_LEAST);
        assertThat(METHODS).isNotEmpty();
    }

    @Test
    void files_stayWithinBudget() {
        assertThat(overBudget(FILES, FILE_LINES))
                .as("files over " + FILE_LINES + " lines")
                .isEmpty();
    }

    @Test
    void methods_stayWithinBudget() {
        assertThat(overBudget(METHODS, METHOD_LINES))
                .as("methods over " + METHOD_LINES + " lines")
                .isEmpty();
    }

    @Test
    void files_holdOnePublicType() {
        assertThat(PUBLIC_TYPES)
                .allSatisfy((path, types) -> assertThat(types).as(path).hasSizeLessThan(2));
    }

    @Test
    void exceptions_areStillNeeded() {
        Set<String> needed = new TreeSet<>(oversized(FILES, FILE_LINES).keySet());
        needed.addAll(oversized(METHODS, METHOD_LINES).keySet());
        assertThat(needed).as("exceptions that are within budget must go").containsAll(EXCEPTIONS.keySet());
    }

    private static Map<String, Integer> overBudget(Map<String, Integer> sizes, int budget) {
        Map<String, Integer> over = oversized(sizes, budget);
        over.keySet().removeAll(EXCEPTIONS.keySet());
        return over;
    }

    /** Those over the budget, by file name or {@code File.java#method}. */
    private static Map<String, Integer> oversized(Map<String, Integer> sizes, int budget) {
        Map<String, Integer> over = new TreeMap<>();
        sizes.forEach((path, lines) -> {
            if (lines > budget) {
                over.put(path.substring(path.lastIndexOf('/') + 1), lines);
            }
        });
        return over;
    }
}
