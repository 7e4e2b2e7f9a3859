package org.handyrep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The System V segment that guards a data directory outlives a killed server until the next start of that data directory, which a demo may never see.
final class SharedMemory {

    private SharedMemory() {}

    /// Call only when no process of the server is left. The kernel keeps a segment that somebody still uses.
    static void releaseLeftBy(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
            String[] keyAndId = lines.size() < 7 ? new String[0] : lines.get(6).strip().split("\\s+");
            if (keyAndId.length == 2 && keyAndId[1].matches("\\d+")) {
                Program.run(List.of("ipcrm", "-m", keyAndId[1]));
            }
        } catch (IOException e) {
            // Stopped in order: nothing was left.
        }
    }
}
