package org.handyrep.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Room for a laboratory on this machine, whose addresses are its own. More than some at once would be too much for a small machine.
///
/// @param number of the places that there are
record Place(int number, FileChannel lock) implements AutoCloseable {

    private static final int PLACES = 2;

    /// Waits until there is one.
    static Place take() {
        while (true) {
            for (int number = 0; number < PLACES; number++) {
                Optional<Place> taken = tryTake(number);
                if (taken.isPresent()) {
                    return taken.get();
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private static Optional<Place> tryTake(int number) {
        try {
            FileChannel channel = FileChannel.open(
                    Path.of(System.getProperty("java.io.tmpdir"), "handyrep-faults-" + number + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // This program has it itself.
            }
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Place(number, channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    char letter() {
        return (char) ('a' + number);
    }

    /// The beginning of its addresses.
    String net() {
        return "10.201." + (number * 100L + ProcessHandle.current().pid() % 100) + ".";
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
