package org.handyrep.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;

/// Which room may know which other. `src/README.md` draws the same picture for people.
@AnalyzeClasses(packages = "org.handyrep", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule CLUSTER =
            room("cluster").because("what is must be sayable without knowing what is done about it");

    @ArchTest
    static final ArchRule PLUGIN = room("plugin", "cluster")
            .because("a plugin author learns these two packages and no more, and they may not change with the engine");

    @ArchTest
    static final ArchRule DIAGNOSIS = room("diagnosis", "cluster")
            .because("a verdict is made of what was seen and of nothing else, so every verdict can be tested with values");

    @ArchTest
    static final ArchRule PLAN = room("plan", "diagnosis", "plugin", "cluster")
            .because("a decision asks nothing of the world: it is handed what was seen, and answers with steps");

    @ArchTest
    static final ArchRule REMOTE = room("remote", "plugin", "cluster")
            .because("a session must not know why it is used, else decisions hide in it");

    @ArchTest
    static final ArchRule CONF = room("conf", "plugin", "cluster")
            .because("the configuration is read before anything exists that could be configured");

    @ArchTest
    static final ArchRule ENGINE = room("engine", "plan", "diagnosis", "remote", "conf", "plugin", "cluster")
            .because("the engine runs without a window, without a terminal and on clusters that are no demo");

    @ArchTest
    static final ArchRule DEMO = room("demo", "engine", "remote", "conf", "plugin", "cluster")
            .because("the demo cluster is a cluster like others, which no window needs in order to run");

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_WINDOW = noClasses()
            .that()
            .resideOutsideOfPackage("org.handyrep.ui..")
            .and()
            .resideOutsideOfPackages("org.handyrep", "org.handyrep.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.handyrep.ui..")
            .because("everything works headless; only what starts the program knows that there is a window");

    @ArchTest
    static final ArchRule WINDOW_TAKES_VALUES = noClasses()
            .that()
            .resideInAPackage("org.handyrep.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.handyrep.remote..")
            .because("nothing but values crosses into the window; a page that opens a connection would freeze with it");

    @ArchTest
    static final ArchRule JAVAFX_IN_THE_WINDOW_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("org.handyrep.ui..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "atlantafx..", "org.kordamp..", "org.controlsfx..")
            .because("the engine runs on machines that have no display and would fail to load these classes");

    @ArchTest
    static final ArchRule CONNECTIONS_IN_TWO_ROOMS = noClasses()
            .that()
            .resideOutsideOfPackages("org.handyrep.remote..", "org.handyrep.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.apache.sshd..")
            .because("timeouts, quoting, host keys and the hiding of secrets are right in one place or nowhere");

    private static com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction room(String name, String... known) {
        String own = "org.handyrep." + name + "..";
        String[] allowed =
                Arrays.stream(known).map(other -> "org.handyrep." + other + "..").toArray(String[]::new);
        DescribedPredicate<JavaClass> ours = resideInAPackage("org.handyrep..");
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(ours)
                        .or(resideInAPackage(own))
                        .or(resideInAnyPackage(allowed))
                        .as("are of " + name + (known.length == 0 ? "" : ", " + String.join(", ", known)) + " or not HandyRep's"));
    }
}
