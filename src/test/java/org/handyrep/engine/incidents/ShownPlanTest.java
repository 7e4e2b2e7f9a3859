package org.handyrep.engine.incidents;

import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.junit.jupiter.api.Test;

/// The plan that was shown is the plan that runs: what the SSH doors and the servers' own logs recorded, beside what the previews said.
class ShownPlanTest {

    private static final Pattern LOGGED =
            Pattern.compile("handyrep@postgres LOG:  (?:statement|execute [^:]+): (.*)|\\S+@postgres LOG:  (?:statement|execute [^:]+): (.*)");
    /// Scripts that only look.
    private static final Set<String> LOOKS = Set.of("handyrep", "handyrep-is-marked", "handyrep-list-journals", "handyrep-get-journal");

    @Test
    void aSwitchoverAndAFailoverRunNothingThatWasNotShown() {
        try (Lab lab = Lab.open(Map.of("log_statement", "all"))) {
            lab.look();
            comparesWhatRan(lab, lab.plan(failoverTo("paul")));
            lab.awaitCaughtUp("paul", "john", "george");
            lab.server("paul").kill9();
            comparesWhatRan(lab, lab.plan(failoverTo("john")));
        }
    }

    private static void comparesWhatRan(Lab lab, Plan plan) {
        int commandsBefore = lab.cluster.commands().size();
        Map<String, Integer> linesBefore = Map.of(
                "john", log(lab, "john").size(), "paul", log(lab, "paul").size(), "george", log(lab, "george").size());
        Operation done = lab.run(plan);
        assertEquals(Operation.State.SUCCEEDED, done.state(), done::toString);

        Set<String> shown = new TreeSet<>();
        plan.steps().stream().map(Step::preview).forEach(shown::addAll);
        Set<String> ran = new TreeSet<>();
        List<String> commands = lab.cluster.commands();
        commands.subList(commandsBefore, commands.size()).stream()
                .filter(command -> !looks(command))
                .forEach(ran::add);
        linesBefore.forEach((server, before) -> {
            List<String> lines = log(lab, server);
            lines.subList(before, lines.size()).stream()
                    .map(LOGGED::matcher)
                    .filter(Matcher::find)
                    .map(m -> m.group(1) != null ? m.group(1) : m.group(2))
                    .filter(sql -> !looksOnly(sql))
                    .forEach(sql -> ran.add(server + ": " + sql));
        });
        assertTrue(ran.stream().anyMatch(r -> r.contains("CHECKPOINT")), () -> "statements are recorded: " + ran);
        assertTrue(ran.stream().anyMatch(r -> r.contains("promote")), () -> "commands are recorded: " + ran);

        List<String> unseen = ran.stream().filter(r -> !isShown(r, shown)).toList();
        assertEquals(List.of(), unseen, () -> "shown was " + String.join("\n", shown));
    }

    private static boolean isShown(String ran, Set<String> shown) {
        Matcher script = Pattern.compile("' '?handyrep-([a-z-]+)'? ").matcher(ran);
        String words = script.find() ? inWords(script.group(1)) : "";
        String server = ran.substring(0, ran.indexOf(':') + 2);
        return shown.stream().anyMatch(line -> line.equals(ran)
                || withoutSecret(line).equals(withoutSecret(ran))
                || (!words.isEmpty() && line.startsWith(server) && line.contains(words))
                || (ran.contains("pg_promote(false)") && line.startsWith(server) && line.contains("pg_promote(false)")));
    }

    /// A script is shown in words.
    private static String inWords(String script) {
        return switch (script) {
            case "mark-as-replica" -> "touch standby.signal in ";
            case "keep-settings" -> "keep a copy of postgresql.auto.conf in ";
            case "follows", "leads" -> "remove what a freeze kept";
            case "kill-postgres" -> "kill -9 every postgres process of ";
            case "write" -> "write ";
            case "put-journal" -> "keep a copy of this journal in ";
            default -> "an unknown script";
        };
    }

    private static String withoutSecret(String line) {
        // A backslash in the password changes how the whole literal is quoted.
        return line.replaceAll("password=.*", "").replace("= E'", "= '");
    }

    private static boolean looks(String command) {
        List<String> named = new ArrayList<>();
        Matcher script = Pattern.compile("(handyrep(?:-[a-z-]+)?)'? '?/", Pattern.DOTALL).matcher(command);
        while (script.find()) {
            named.add(script.group(1));
        }
        return command.contains("'status' '-D'")
                || command.contains("pg_ctl status")
                || named.stream().anyMatch(LOOKS::contains);
    }

    private static boolean looksOnly(String sql) {
        String start = sql.strip().toUpperCase(java.util.Locale.ROOT);
        boolean reads = start.startsWith("SELECT") || start.startsWith("WITH") || start.startsWith("SHOW") || start.startsWith("SET ")
                || start.isEmpty();
        return reads && !sql.contains("pg_reload_conf(") && !sql.contains("pg_promote(") && !sql.contains("pg_create_");
    }

    private static List<String> log(Lab lab, String server) {
        Path file = lab.server(server).settings().home().resolve("log/postgresql.log");
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
