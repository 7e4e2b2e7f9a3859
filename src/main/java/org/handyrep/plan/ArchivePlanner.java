package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.CleanUpArchive;
import org.handyrep.plan.step.TurnArchiving;

/// `start_archiving`, `stop_archiving` and `cleanup_archive`.
final class ArchivePlanner {

    private ArchivePlanner() {}

    static Decision turn(Situation situation, boolean on) {
        if (!situation.around().archives()) {
            return new Refusal("archiving is False in handyrep.conf, or no archive_script_method is configured");
        }
        Optional<Observation> primary = situation.snapshot().configuredPrimary();
        if (primary.isEmpty() || !(primary.get().state() instanceof ServerState.Primary state)) {
            return new Refusal("there is no working primary on which archiving could be " + (on ? "started" : "stopped"));
        }
        String server = primary.get().name();
        Checks checks = new Checks();
        state.facts().setting("archive_mode").ifPresent(mode -> checks.expect(
                !mode.equals("off"), "archive_mode", "is " + mode + " on " + server, Check.Level.WARNING,
                "is off on " + server + ": nothing is archived until it is on and the server was restarted"));
        if (!on) {
            checks.warn("point-in-time recovery", "WAL that is not archived is gone: backups taken before cannot be"
                    + " rolled forward past this moment");
        }
        TurnArchiving step = new TurnArchiving(server, on, situation.previewOf(new Deed.Archiving(server, on)));
        return new Plan(
                new Request.Archiving(on).function(),
                step.title(),
                on ? "WAL segments of " + server + " go to the archive again." : "WAL segments of " + server + " are not kept any more.",
                checks.list(),
                List.of(step),
                new Plan.Impact(
                        on ? "Start archiving" : "Stop archiving",
                        Optional.empty(),
                        "none",
                        on ? "nothing" : "the archive gets a gap",
                        on ? "it can be stopped again" : "it can be started again; the gap stays",
                        on ? List.of("take a new base backup if archiving was halted before") : List.of()));
    }

    static Decision cleanUp(Situation situation) {
        if (!situation.around().cleansUp()) {
            return new Refusal("archiving is False in handyrep.conf, or no archive_delete_method is configured");
        }
        return new Plan(
                new Request.CleanUpArchive().function(),
                "Clean up the archive",
                "WAL that is older than configured and that nobody needs is removed.",
                List.of(),
                List.of(new CleanUpArchive(situation.previewOf(new Deed.CleanUpArchive()))),
                new Plan.Impact(
                        "Remove old WAL",
                        Optional.empty(),
                        "none",
                        "backups older than the WAL that stays cannot be rolled forward",
                        "nothing: what is removed is gone",
                        List.of()));
    }
}
