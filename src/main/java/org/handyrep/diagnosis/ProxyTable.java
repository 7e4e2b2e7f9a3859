package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ProxyState.Route;
import org.handyrep.cluster.ServerStatus;

/// What can be wrong with a connection proxy. Every row that matches counts; the worst status wins.
final class ProxyTable {

    static final List<ProxyProblem> ROWS = List.of(
            row("ProxyDown", Severity.WARNING, ServerStatus.UNAVAILABLE,
                    "neither a session through it nor its console answers",
                    p -> !p.state().answers() && !p.isStandby(),
                    p -> p.name() + " does not answer: " + reason(p) + " Start it on " + p.observation().server().hostname()
                            + ", or disable it here."),
            row("ProxyMisrouted", Severity.CRITICAL, ServerStatus.WARNING,
                    "writes through it end on a server that is not the configured primary, is read-only, or is not known",
                    p -> !p.strayed().isEmpty(),
                    p -> p.name() + " sends writes " + strayed(p)
                            + (p.strayed().stream().allMatch(r -> r.server().equals(p.primary()))
                                    ? ": no write gets through."
                                    : ", but " + p.primaryName() + " is the primary: move its connections to the primary.")),
            row("ProxyReachesNobody", Severity.WARNING, ServerStatus.WARNING,
                    "it answers, but a name that it offers leads to no configured server",
                    p -> !p.lost().isEmpty(),
                    p -> p.name() + " gives no session on a known server for " + databases(p.lost()) + ": "
                            + closed(p.lost().getFirst().problem())),
            row("ProxyPaused", Severity.WARNING, ServerStatus.WARNING,
                    "its clients are made to wait, as during a switchover",
                    ProxyView::isPaused,
                    p -> p.name() + " is paused and " + waiting(p) + ": unless an operation runs, RESUME in its console lets them go on."),
            row("ProxyReadOnlyOnPrimary", Severity.WARNING, ServerStatus.WARNING,
                    "a name meant for reading leads to the primary although a replica works",
                    p -> !p.readingOnPrimary().isEmpty(),
                    p -> p.name() + " sends reads of " + databases(p.readingOnPrimary()) + " to the primary " + p.primaryName()
                            + " although " + Words.names(p.readers()) + (p.readers().size() == 1 ? " works" : " work")
                            + ": write its configuration anew."),
            row("ProxyConsoleClosed", Severity.WARNING, ServerStatus.WARNING,
                    "it works, but its admin console lets this program not in",
                    ProxyView::hidesConsole,
                    p -> p.name() + " works, but its console lets nobody in from here, so a switchover cannot make its clients wait: "
                            + "add the console's user to admin_users."),
            row("ProxyTroubled", Severity.WARNING, ServerStatus.WARNING,
                    "the plugin that looks at it found something else",
                    p -> p.state().answers() && !p.state().problem().isEmpty() && isElse(p),
                    p -> p.name() + " works, but " + reason(p)));

    private ProxyTable() {}

    static List<ProxyProblem> matching(ProxyView proxy) {
        return ROWS.stream().filter(row -> row.matches().test(proxy)).toList();
    }

    private static boolean isElse(ProxyView p) {
        return p.strayed().isEmpty() && p.lost().isEmpty() && p.readingOnPrimary().isEmpty() && !p.isPaused() && !p.hidesConsole();
    }

    private static ProxyProblem row(
            String code,
            Severity severity,
            ServerStatus status,
            String meaning,
            Predicate<ProxyView> matches,
            Function<ProxyView, String> sentence) {
        return new ProxyProblem(code, severity, status, meaning, matches, sentence);
    }

    private static String reason(ProxyView p) {
        return closed(p.state().problem());
    }

    /// As the end of a sentence.
    private static String closed(String problem) {
        String text = problem.isBlank() ? "nobody knows why" : problem.strip();
        return text.matches("(?s).*[.!?]") ? text : text + ".";
    }

    private static String waiting(ProxyView p) {
        int waiting = p.state().console().map(ProxyState.Console::waiting).orElse(0);
        return switch (waiting) {
            case 0 -> "no client waits yet";
            case 1 -> "1 client waits";
            default -> waiting + " clients wait";
        };
    }

    /// `of orders and stats to paul and of billing to 10.0.0.9:5432 (unknown)`.
    private static String strayed(ProxyView p) {
        Map<String, List<Route>> byEnd = new LinkedHashMap<>();
        for (Route r : p.strayed()) {
            String end = r.server().map(s -> r.writable() ? s : s + ", which is read-only")
                    .orElse("an unknown server" + (r.problem().isEmpty() ? "" : " (" + r.problem() + ")"));
            byEnd.computeIfAbsent(end, k -> new ArrayList<>()).add(r);
        }
        return Words.names(byEnd.entrySet().stream()
                .map(e -> "of " + databases(e.getValue()) + " to " + e.getKey())
                .toList());
    }

    private static String databases(List<Route> routes) {
        return Words.names(routes.stream().map(Route::database).distinct().toList());
    }
}
