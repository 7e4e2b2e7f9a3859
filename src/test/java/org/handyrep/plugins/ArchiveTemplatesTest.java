package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.handyrep.conf.Templates;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped archive scripts when a copy does not come to its end: nothing that is not whole gets the name of a segment, and the next try succeeds.
/// The remote one meets an `ssh` that runs its command here.
class ArchiveTemplatesTest {

    private static final String SEGMENT = "00000001000000000000002A";
    private static final String WORKS = "for last; do :; done; exec sh -c \"$last\"";

    @TempDir
    Path directory = Path.of("");

    private final byte[] wal = new byte[1 << 20];

    @BeforeEach
    void write() throws IOException {
        new Random(1).nextBytes(wal);
        Files.write(directory.resolve("wal"), wal);
        Files.createDirectory(directory.resolve("archive"));
        ssh(WORKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "remote"})
    void aFullDiskLeavesNoSegment(String template) throws Exception {
        assertNotEquals(0, archive(template, "ulimit -f 64; "));
        assertNoSegmentThenOne(template);
    }

    /// sshd closes the command's input when the connection is lost, which the command cannot tell from the end of the file.
    @Test
    void aConnectionThatBreaksLeavesNoSegment() throws Exception {
        ssh("for last; do :; done; head -c 70000 | sh -c \"$last\"; exit 255");
        assertNotEquals(0, archive("remote", ""));
        assertNoSegmentThenOne("remote");
    }

    private void assertNoSegmentThenOne(String template) throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("archive"))) {
            assertEquals(List.of(), files.filter(f -> f.endsWith(SEGMENT)).toList(), "a segment that is not whole");
        }
        ssh(WORKS);
        assertEquals(0, archive(template, ""));
        assertArrayEquals(wal, Files.readAllBytes(directory.resolve("archive").resolve(SEGMENT)));
    }

    private int archive(String template, String before) throws Exception {
        Map<String, Object> variables = Map.of(
                "archive_directory", directory.resolve("archive").toString(), "no_archive_file", "", "archive_host", "paul");
        Path script = directory.resolve("archive.sh");
        Files.writeString(
                script,
                new Templates(Path.of("conf/templates")).render("archive.sh." + template + ".template", variables).details());
        ProcessBuilder builder = new ProcessBuilder(
                "sh", "-c", before + "exec sh \"$@\"", "archive", script.toString(), directory.resolve("wal").toString(), SEGMENT);
        builder.environment().merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the script ends");
        return process.exitValue();
    }

    private void ssh(String body) throws IOException {
        Path ssh = Files.createDirectories(directory.resolve("bin")).resolve("ssh");
        Files.writeString(ssh, "#!/bin/sh\n" + body + "\n");
        RepositoryPlugins.permit(ssh, "rwxr-xr-x");
    }
}
