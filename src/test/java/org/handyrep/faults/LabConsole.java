package org.handyrep.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.handyrep.testing.JavaProgram;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A console that runs on a host of the laboratory and answers questions.
public final class LabConsole {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final PrintStream in;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> log = new java.util.concurrent.CopyOnWriteArrayList<>();

    private LabConsole(Process process, Path output) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("console's words").start(() -> listen(output));
    }

    /// @param host the words before a command that make it run there
    /// @param output where all it says is kept
    /// @param environment more of it
    static LabConsole start(List<String> host, Path conf, Path output, Map<String, String> environment) {
        List<String> words = new ArrayList<>(host);
        words.addAll(JavaProgram.words(
                ConsoleChild.class,
                List.of("-Xmx300m", "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", "")),
                conf.toString()));
        try {
            ProcessBuilder program = new ProcessBuilder(words).redirectErrorStream(true);
            program.environment().putAll(environment);
            LabConsole console = new LabConsole(program.start(), output);
            String first = console.answers.poll(180, TimeUnit.SECONDS);
            if (!"READY".equals(first)) {
                console.kill();
                throw new AssertionError("the console does not start: " + Files.readString(output));
            }
            return console;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void listen(Path output) {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var file = Files.newBufferedWriter(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String line = out.readLine();
            while (line != null) {
                file.write(line + "\n");
                file.flush();
                if (line.startsWith("ANSWER ")) {
                    answers.add(line.substring("ANSWER ".length()));
                } else if (line.equals("READY")) {
                    answers.add(line);
                } else {
                    log.add(line);
                }
                line = out.readLine();
            }
        } catch (IOException e) {
            // It was killed.
        }
        answers.add("{\"result\":\"FAIL\",\"details\":\"the console has ended\"}");
    }

    /// @param question a function of the API and its arguments, names and values in turn; or `state`
    public synchronized JsonNode ask(String... question) {
        if (!isAlive()) {
            return JSON.readTree("{\"result\":\"FAIL\",\"details\":\"the console has ended\"}");
        }
        try {
            answers.clear();
            in.println(String.join("\t", question));
            String answer = answers.poll(180, TimeUnit.SECONDS);
            return JSON.readTree(answer == null ? "{\"result\":\"FAIL\",\"details\":\"no answer within three minutes\"}" : answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public JsonNode state() {
        return ask("state");
    }

    /// Whether it sees this primary and both its replicas well, and would fail over.
    boolean isArmed(String primary) {
        JsonNode state = state();
        return state.path("verdict").asString("").equals("PrimaryOK")
                && state.path("primary").asString("").equals(primary)
                && state.path("sentence").asString("").contains("2 of 2 replicas")
                && state.path("automation").asString("").contains("armed");
    }

    /// What it wrote to its log.
    public List<String> log() {
        return List.copyOf(log);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9`.
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }
}
