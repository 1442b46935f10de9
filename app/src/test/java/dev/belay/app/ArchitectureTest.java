package dev.belay.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which code may know which, and what no code may use. */
class ArchitectureTest {
    /** A scan that sees fewer classes than this has lost a module, and its rules would hold for nothing. */
    private static final int CLASSES_AT_LEAST = 200;

    /** The stages of a training step; each may import those before it, never those after. */
    private static final List<String> STAGES =
            List.of("data", "rollout", "reward", "credit", "objective", "update", "evaluate", "report");

    /** Where time may be read: what reports durations. Every other result would not be repeatable. */
    private static final Set<String> MAY_READ_THE_CLOCK =
            Set.of("dev.belay.app.command.VerifiedRow", "dev.belay.loop.Stopwatch", "dev.belay.app.bench.StepBench");

    /** What a user of the verifier imports lies at the module's root, and its inner packages speak in the same words. */
    private static final DescribedPredicate<JavaClass> VERIFY_VOCABULARY = new DescribedPredicate<>("verify's words") {
        private static final Set<String> WORDS = Set.of("Verdict", "Reason", "Policy", "Leniency");

        @Override
        public boolean test(JavaClass type) {
            return type.getPackageName().equals("dev.belay.verify")
                    && WORDS.contains(outermost(type).substring("dev.belay.verify.".length()));
        }
    };

    private static final JavaClasses BELAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.belay");

    @Test
    void scan_seesEveryModule() {
        assertThat(BELAY.size()).isGreaterThan(CLASSES_AT_LEAST);
        assertThat(BELAY.stream().map(ArchitectureTest::module).collect(Collectors.toSet()))
                .contains("model", "loop", "app");
    }

    @ParameterizedTest
    @CsvSource({
        "verify,  'model,testkit,loop,lab,cluster,app,bench'",
        "model,   'verify,testkit,loop,lab,cluster,app,bench'",
        "testkit, 'verify,loop,lab,cluster,app,bench'",
        "loop,    'testkit,lab,cluster,app,bench'",
        "lab,     'testkit,cluster,app,bench'",
        "app,     'testkit,bench'"
    })
    void module_dependsOnlyOnModulesBelowIt(String module, String forbidden) {
        noClasses()
                .that(areIn("dev.belay." + module))
                .should()
                .dependOnClassesThat(areIn(List.of(forbidden.split(",", -1)).stream()
                        .map(name -> "dev.belay." + name)
                        .toArray(String[]::new)))
                .allowEmptyShould(true)
                .check(BELAY);
    }

    @Test
    void stage_importsOnlyStagesBeforeIt() {
        for (int stage = 0; stage < STAGES.size() - 1; stage++) {
            String[] later = STAGES.subList(stage + 1, STAGES.size()).stream()
                    .map(name -> "dev.belay.loop." + name)
                    .toArray(String[]::new);
            noClasses()
                    .that(areIn("dev.belay.loop." + STAGES.get(stage)))
                    .should()
                    .dependOnClassesThat(areIn(later))
                    .allowEmptyShould(true)
                    .check(BELAY);
        }
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.belay.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(areIn("dev.belay.verify"), VERIFY_VOCABULARY)
                .check(BELAY);
    }

    @Test
    void console_isUsedByTheCommandLineOnly() {
        noClasses()
                .that(areNotIn("dev.belay.app"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(BELAY);
    }

    @Test
    void randomness_comesFromNamedStreams() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .check(BELAY);
    }

    @Test
    void clock_isReadByNamedClassesOnly() {
        noClasses()
                .that(new DescribedPredicate<JavaClass>("do not report durations") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !MAY_READ_THE_CLOCK.contains(outermost(type));
                    }
                })
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(BELAY);
    }

    @Test
    void packages_areNamedForWhatTheyHold() {
        Set<String> nameless = packages().stream()
                .map(JavaPackage::getName)
                .filter(name -> name.matches(".*\\.(utils?|common|helpers?)(\\..*)?"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(nameless).as("packages whose name says nothing").isEmpty();
    }

    @Test
    void packages_areNullMarkedAndIntroduced() {
        Set<String> unmarked = packages().stream()
                .filter(p ->
                        p.getClasses().stream().anyMatch(c -> !c.getSimpleName().equals("package-info")))
                .filter(p -> p.tryGetAnnotationOfType(NullMarked.class).isEmpty())
                .map(JavaPackage::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unmarked)
                .as("packages without a package-info.java that says @NullMarked")
                .isEmpty();
    }

    private static Set<JavaPackage> packages() {
        return BELAY.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
    }

    private static String module(JavaClass type) {
        String[] path = type.getPackageName().split("\\.", -1);
        return path.length > 2 ? path[2] : "";
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static DescribedPredicate<JavaClass> areIn(String... packages) {
        return new DescribedPredicate<>("are in " + String.join(", ", packages)) {
            @Override
            public boolean test(JavaClass type) {
                for (String name : packages) {
                    if (type.getPackageName().equals(name)
                            || type.getPackageName().startsWith(name + ".")) {
                        return true;
                    }
                }
                return false;
            }
        };
    }

    private static DescribedPredicate<JavaClass> areNotIn(String name) {
        return DescribedPredicate.not(areIn(name)).as("are outside " + name);
    }
}
