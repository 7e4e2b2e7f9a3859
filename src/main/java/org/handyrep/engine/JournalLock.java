package org.handyrep.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps a second program with the same configuration from acting: a lock file beside the journal.
final class JournalLock {

    private final Path directory;
    private final EngineLog log;
    private @Nullable FileChannel file;
    private @Nullable FileLock lock;

    JournalLock(Path directory, EngineLog log) {
        this.directory = directory;
        this.log = log;
    }

    /// @return why this program may not act; empty when it has the lock now, or had it before
    Optional<String> take() {
        if (lock != null) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file = channel;
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return Optional.of("this program has the same configuration open twice");
        } catch (IOException e) {
            return Optional.of("the journal's lock cannot be taken: " + e.getMessage());
        }
        return lock == null
                ? Optional.of("another HandyRep on this machine operates with the same configuration")
                : Optional.empty();
    }

    void free() {
        try {
            if (file != null) {
                file.close();
            }
            file = null;
            lock = null;
        } catch (IOException e) {
            log.log("OPERATION", "", true, "the journal's lock was not released: " + e.getMessage());
        }
    }
}
