package org.handyrep.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.handyrep.conf.WholeFile;
import org.handyrep.plan.check.Paused;
import org.handyrep.plugin.Outcome;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What people told `failover_check`: a pause, and what they took note of. A file beside servers.save; another HandyRep with the same configuration may
/// write it too, such as `handyrep call` beside `handyrep watch`, so it is looked at every time.
final class AutomationFile {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;
    private String stamp = "";
    private Kept kept = Kept.NOTHING;

    AutomationFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    record Acknowledgement(String by, String comment, Instant at) {}

    /// @param damage why the file cannot be read; empty when it can, or when there is none
    record Kept(Optional<Paused> pause, Optional<Acknowledgement> acknowledged, Optional<String> damage) {

        static final Kept NOTHING = new Kept(Optional.empty(), Optional.empty(), Optional.empty());

        Kept paused(Optional<Paused> now) {
            return new Kept(now, acknowledged, damage);
        }

        Kept acknowledged(Acknowledgement now) {
            return new Kept(pause, Optional.of(now), damage);
        }
    }

    synchronized Kept read() {
        String present = stamp();
        if (present.isEmpty() || !present.equals(stamp) || kept.damage().isPresent()) {
            kept = fresh();
            stamp = present;
        }
        return kept;
    }

    /// Why nothing is done by itself; empty while nobody paused it.
    Optional<String> paused(Instant now) {
        return read().pause()
                .filter(p -> !p.isOver(now))
                .map(p -> "automation was paused by " + p.by() + (p.reason().isEmpty() ? "" : ": " + p.reason()));
    }

    /// What is damaged is written anew, without what it held.
    synchronized Outcome change(UnaryOperator<Kept> edit) {
        Kept before = read();
        Kept next = edit.apply(before.damage().isPresent() ? Kept.NOTHING : before);
        try {
            WholeFile.replace(file, JSON.writeValueAsString(next));
            kept = next;
            stamp = stamp();
            return Outcome.success("");
        } catch (IOException e) {
            return Outcome.failure("could not write " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private Kept fresh() {
        try {
            String text = Files.readString(file);
            return Optional.ofNullable(JSON.readValue(text, Kept.class))
                    .filter(read -> read.damage().isEmpty())
                    .orElseGet(() -> damaged("it holds nothing"));
        } catch (NoSuchFileException e) {
            return Kept.NOTHING;
        } catch (IOException e) {
            return damaged(e.getClass().getSimpleName());
        } catch (JacksonException e) {
            return damaged(e.getOriginalMessage().lines().findFirst().orElse("it is no JSON"));
        }
    }

    private Kept damaged(String why) {
        return new Kept(Optional.empty(), Optional.empty(), Optional.of(file + " is damaged: " + why));
    }

    private String stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
        } catch (IOException e) {
            return "";
        }
    }
}
