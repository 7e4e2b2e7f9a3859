package org.handyrep.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plugin.PluginName;

/// Decides what people are told: a verdict that turned bad, and its end; servers that went away, and their return; other troubles; how operations begin and end, well or
/// badly; faults of plugins. It only hands on, so whoever calls it never waits.
final class AlertWatch {

    private final String cluster;
    private final Supplier<String> alertPlugin;
    private final Consumer<Alarm> out;
    private final Set<String> away = new HashSet<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Set<String> early = new HashSet<>();
    private String told = "";

    /// @param alertPlugin the name of the plugin that alerts, whose own faults are told to nobody by it
    AlertWatch(String cluster, Supplier<String> alertPlugin, Consumer<Alarm> out) {
        this.cluster = cluster;
        this.alertPlugin = alertPlugin;
        this.out = out;
    }

    synchronized void cycle(Diagnosis diagnosis, boolean inCharge) {
        String whose = whose(inCharge);
        verdict(diagnosis.verdict(), whose);
        diagnosis.statuses().forEach((server, status) -> status(server, status, whose));
    }

    private static String whose(boolean inCharge) {
        return inCharge ? "" : " This console is not in charge.";
    }

    private void verdict(Finding verdict, String whose) {
        boolean bad = verdict.severity() != Severity.OK;
        String code = bad ? verdict.code() + " " + verdict.server() : "";
        if (code.equals(told)) {
            return;
        }
        String evidence = bad ? evidence(verdict) : "";
        tell("VERDICT", "verdict", (bad ? "" : "all right again: ") + verdict.sentence() + evidence + whose);
        told = code;
    }

    private static String evidence(Finding finding) {
        return finding.evidence().isEmpty() ? "" : " " + finding.evidenceText();
    }

    private void status(String server, Status status, String whose) {
        boolean isAway = status.status() == ServerStatus.UNAVAILABLE || status.status() == ServerStatus.DOWN;
        if (isAway ? away.add(server) : status.status() != ServerStatus.UNKNOWN && away.remove(server)) {
            String what = server + " is " + status.status().word() + (isAway ? "" : " again") + ": " + status.message();
            tell("STATUS", "status " + server, what + whose);
        }
    }

    void trouble(Troubles.News news, boolean inCharge) {
        Finding it = news.finding();
        tell("FINDING", "finding " + it.code() + " " + it.server(),
                (news.over() ? "over: " + it.sentence() : it.sentence() + evidence(it)) + whose(inCharge));
    }

    synchronized void story(Story story) {
        int size = story.events().size();
        int before = Math.min(size, seen.getOrDefault(story.id(), Math.max(0, size - 1)));
        seen.put(story.id(), size);
        String subject = "operation " + story.id();
        String title = story.plan().title();
        for (JournalEvent event : story.events().subList(before, size)) {
            boolean whole = event.step() < 0;
            String text = switch (event.kind()) {
                case BEGUN -> isFirst(story, event) ? title + " was begun by " + story.operator() : "";
                case RESUMED -> title + " was resumed";
                case SUCCEEDED -> title + " succeeded" + left(story);
                case ROLLED_BACK -> "FAILED: " + event.text();
                case STOPPED -> whole ? "FAILED: " + title + " stopped and needs a person: " + event.text() + ways(story) : "";
                case LEFT -> event.text();
                case DONE, FAILED, WARNED, UNDOING, UNDONE, UNDO_FAILED, TAKEN_OVER -> "";
            };
            if (!text.isEmpty()) {
                tell("OPERATION", subject, text);
            }
        }
        boolean stopped = size > 0 && story.events().getLast().kind() == JournalEvent.Kind.STOPPED && story.events().getLast().step() < 0;
        if (!story.running() && !story.hasEnded() && !stopped && early.add(story.id() + " " + size)) {
            tell("OPERATION", subject, "FAILED: " + title + " ended early and needs a person" + ways(story));
        }
    }

    private static String ways(Story story) {
        return "; resume it" + (story.isPastReturn() ? "" : ", roll it back") + " or leave it as it is (Operations)";
    }

    private static boolean isFirst(Story story, JournalEvent event) {
        return story.events().stream()
                .filter(e -> e.kind() == JournalEvent.Kind.BEGUN)
                .findFirst()
                .filter(e -> e == event)
                .isPresent();
    }

    private static String left(Story story) {
        String afterwards = String.join("; ", story.toOperation().afterwards());
        return afterwards.isEmpty() ? "" : ". Left to do: " + afterwards;
    }

    /// Why nothing is done by itself although something should be.
    void automation(String text) {
        tell("AUTOMATION", "automation", text);
    }

    /// Faults of plugins and of the observer itself.
    void line(LogLine line) {
        if (!line.isError()) {
            return;
        }
        if (line.category().equals("OBSERVER")) {
            tell("HANDYREP", "observer", line.message());
        } else if (line.category().startsWith("PLUGIN ")) {
            String plugin = line.category().substring("PLUGIN ".length());
            if (!PluginName.key(plugin).equals(PluginName.key(alertPlugin.get()))) {
                tell("PLUGIN", "plugin " + plugin, line.message());
            }
        }
    }

    private void tell(String category, String subject, String message) {
        out.accept(new Alarm(category, subject, "cluster " + cluster + ": " + message));
    }
}
