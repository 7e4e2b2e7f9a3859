package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// A sentence that reaches somebody at night says what to do.
class WhatToDoTest {

    @Test
    void whatNobodyMendsWithoutAPersonSaysWhatToDo() {
        String deaf = "\npaul replica detached\ngeorge replica detached";
        Map<String, String> wanted = Map.of(
                "john master primary\npaul master primary", "then isolate the other (Isolate… on its card).",
                "john master silent\npaul replica silent\ngeorge replica silent", "or act from another console.",
                "john master silent kind=REFUSED host=timed_out\npaul replica silent\ngeorge replica detached", "fail over by hand (manual_failover).",
                "john master rejecting kind=TOO_MANY_CONNECTIONS" + deaf, "end sessions there, or raise max_connections.",
                "john master rejecting kind=AUTHENTICATION" + deaf, "pg_hba.conf there.",
                "john master rejecting kind=STARTING_UP" + deaf, "No failover.");
        wanted.forEach((scene, end) -> {
            String sentence = new Scene().verify(0, scene).verdict().sentence();
            assertTrue(sentence.endsWith(end), sentence);
        });
    }

    @Test
    void whatStopsReplicationSomeDaySaysWhatToDo() {
        String john = "john master primary write=ok max_connections=100\n";
        Map<String, String> wanted = Map.of(
                john + "paul replica streaming age=0.1 paused=1", "let it go on with SELECT pg_wal_replay_resume() there.",
                john + "paul replica streaming age=0.1 paused=1 max_connections=50", "it goes on when its limits were raised and it was restarted.");
        wanted.forEach((scene, end) -> {
            Finding paused = new Scene().verify(0, scene).findings().stream().filter(f -> f.code().equals("ReplayPaused")).findFirst().orElseThrow();
            assertTrue(paused.sentence().endsWith(end), paused.sentence());
            assertEquals(Severity.WARNING, paused.severity());
        });
    }
}
