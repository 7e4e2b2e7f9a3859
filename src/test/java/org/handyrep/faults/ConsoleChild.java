package org.handyrep.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operator;
import org.handyrep.engine.PluginFolder;
import org.handyrep.remote.HostKeyQuestion;
import tools.jackson.databind.json.JsonMapper;

/// A console of its own process: `handyrep watch`, which answers on its standard output what is asked on its standard input, a line for a line.
final class ConsoleChild {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// Operations in an answer, the newest: who runs hundreds of them asks hundreds of times for each.
    private static final int NEWEST = 12;
    /// Where a report tells what can be lost.

    private ConsoleChild() {}

    /// @param args handyrep.conf
    public static void main(String[] args) throws Exception {
        OpenResult opened = new EngineOpener(PluginFolder.open(Path.of("plugins")), HostKeyQuestion.REFUSE).open(Path.of(args[0]));
        if (!(opened instanceof OpenResult.Opened ready)) {
            throw new AssertionError(opened);
        }
        try (ClusterEngine engine = ready.engine();
                AutoCloseable log = engine.watchLog(line ->
                        say("LOG " + line.at() + " " + line.category() + (line.isError() ? " ERROR " : " ") + line.message().replace('\n', ' ')))) {
            engine.start();
            say("READY");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String line = in.readLine();
            while (line != null) {
                say("ANSWER " + JSON.writeValueAsString(answer(engine, line.split("\t"))));
                line = in.readLine();
            }
        }
    }

    private static Map<String, Object> answer(ClusterEngine engine, String[] words) {
        Map<String, String> arguments = new HashMap<>();
        for (int i = 1; i + 1 < words.length; i += 2) {
            arguments.put(words[i], words[i + 1]);
        }
        try {
            return switch (words[0]) {
                case "state" -> state(engine);
                case "resume" -> engine.resume(Operator.local(), arguments.getOrDefault("id", "")).toReturnDictionary();
                case "rollBack" -> engine.rollBack(Operator.local(), arguments.getOrDefault("id", "")).toReturnDictionary();
                default -> engine.call(Operator.local(), words[0], arguments);
            };
        } catch (RuntimeException e) {
            return Map.of("result", "FAIL", "details", String.valueOf(e));
        }
    }

    private static Map<String, Object> state(ClusterEngine engine) {
        var view = engine.view();
        Map<String, Object> state = new HashMap<>(Map.of(
                "verdict", view.diagnosis().verdict().code(),
                "sentence", view.diagnosis().verdict().sentence(),
                "status", view.diagnosis().clusterStatus().word(),
                "message", view.diagnosis().clusterMessage(),
                "inCharge", view.inCharge().thisConsole(),
                "charge", view.inCharge().sentence(),
                "automation", view.automation().sentence(),
                "history", view.automation().history(),
                "looks", view.snapshot().number(),
                "primary", view.snapshot().configuredPrimary().map(o -> o.name()).orElse("")));
        state.put("evidence", view.diagnosis().verdict().evidence());
        state.put("findings", view.diagnosis().findings().stream().map(f -> f.code() + " " + f.server()).toList());
        state.put("operations", engine.operations().stream().limit(NEWEST).map(o -> operation(engine, o)).toList());
        return state;
    }

    private static Map<String, Object> operation(ClusterEngine engine, Operation o) {
        Map<String, Object> told = new HashMap<>(told(o));
        told.put("loss", Done.announced(engine, o.id()));
        return told;
    }

    private static Map<String, Object> told(Operation o) {
        return Map.of(
                "id", o.id(),
                "function", o.function(),
                "title", o.title(),
                "operator", o.operator(),
                "started", o.startedAt().toString(),
                "ended", o.endedAt().map(Object::toString).orElse(""),
                "state", o.state().name(),
                "summary", o.summary(),
                "steps", o.steps().stream()
                        .map(s -> s.title() + ": " + s.state() + " " + s.elapsed().map(d -> d.toMillis() + " ms ").orElse("") + s.evidence())
                        .toList());
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
