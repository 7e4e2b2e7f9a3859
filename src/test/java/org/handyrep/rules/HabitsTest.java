package org.handyrep.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/// What no class may do, whatever it is for.
@AnalyzeClasses(packages = "org.handyrep", importOptions = ImportOption.DoNotIncludeTests.class)
class HabitsTest {

    private static final String[] DECISIONS = {"org.handyrep.cluster..", "org.handyrep.diagnosis..", "org.handyrep.plan.."};

    @ArchTest
    static final ArchRule DECISIONS_DO_NOT_WAIT = noClasses()
            .that()
            .resideInAnyPackage(DECISIONS)
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("where time matters it is in the snapshots; a decision that sleeps cannot be tested from every moment");

    @ArchTest
    static final ArchRule DECISIONS_HAVE_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(DECISIONS)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .because("the same facts must give the same decision tomorrow");

    @ArchTest
    static final ArchRule DECISIONS_ASK_NOTHING_OF_THE_WORLD = noClasses()
            .that()
            .resideInAnyPackage(DECISIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..")
            .because("files, connections and threads belong to the shell around the decisions");

    @ArchTest
    static final ArchRule ONLY_THE_START_ENDS_THE_PROGRAM = noClasses()
            .that()
            .resideOutsideOfPackages("org.handyrep", "org.handyrep.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("a plan that runs must reach its journal before the program ends");

    @ArchTest
    static final ArchRule NO_WORD_THAT_MEANS_NOTHING = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)")
            .because("a name says what a thing is for, and these say only that somebody did not know");

    @ArchTest
    static final ArchRule NOTHING_LISTENS = noClasses()
            .that()
            .resideOutsideOfPackage("org.handyrep.demo..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.ServerSocket|java\\.nio\\.channels\\..*ServerSocketChannel|com\\.sun\\.net\\.httpserver\\..*"
                    + "|org\\.apache\\.sshd\\.server\\..*")
            .because("who can reach the machine must not reach the program: it is operated by those who sit at it, and has no door to guard");

    @ArchTest
    static final ArchRule NO_STATE_IN_STATICS = fields()
            .that()
            .areStatic()
            .should()
            .beFinal()
            .because("two clusters live in one program, and what is static belongs to both");
}
