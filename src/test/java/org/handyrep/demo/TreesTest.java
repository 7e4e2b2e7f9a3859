package org.handyrep.demo;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {

    private static final int FILES = 300;

    @TempDir
    Path directory;

    @Test
    void whatAConsoleWritesMeanwhileIsDeletedToo() throws Exception {
        Path journal = Files.createDirectories(directory.resolve("data/handyrep.journal"));
        CountDownLatch begun = new CountDownLatch(1);
        Thread console = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < FILES; i++) {
                try {
                    Files.writeString(journal.resolve("op-" + i + ".jsonl"), "{}");
                    Thread.onSpinWait();
                } catch (IOException e) {
                    // It is gone, as it should be.
                }
                begun.countDown();
            }
        });
        begun.await();
        Trees.delete(directory.resolve("data"));
        console.join();
        assertFalse(Files.exists(directory.resolve("data")));
    }
}
