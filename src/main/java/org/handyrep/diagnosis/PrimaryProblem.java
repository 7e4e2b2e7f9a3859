package org.handyrep.diagnosis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ServerStatus;

/// One row of the table of verdicts about the primary; the first that matches is the verdict.
///
/// @param meaning when it matches, for the documentation
/// @param status what it makes of the configured primary
/// @param confirmed when the primary's death is confirmed by this verdict; never, for most
record PrimaryProblem(
        String code,
        Severity severity,
        ServerStatus status,
        ClusterStatus cluster,
        String meaning,
        Predicate<Situation> matches,
        Function<Situation, String> sentence,
        Function<Situation, List<String>> evidence,
        Confirmation confirmed) {

    /// What it takes to believe that the primary is dead.
    enum Confirmation {
        NEVER("none"),
        /// Seen on the host itself.
        PROVEN_ON_HOST(
                "`restart_master`, else failover. After a crash: at the second look, when no replica streams from it any more; after a shutdown in order: heard by nobody"
                        + " for `fail_retries` × `fail_retry_interval`, and a replica lost it too"),
        /// There, but it answers nobody.
        HUNG(
                "as PrimaryHostDown; a process that is not stopped (SIGSTOP) may only be overloaded, and gets ten seconds at least"),
        MAJORITY(
                "failover, once it is fenced: heard by nobody for `fail_retries` × `fail_retry_interval` and in `fail_retries` looks, and a majority of the replicas lost"
                        + " it too: no message since the console lost it and the port asked in vain from their hosts, or an old message");

        final String words;

        Confirmation(String words) {
            this.words = words;
        }
    }

    Finding finding(Situation s) {
        boolean mayAct = switch (confirmed) {
            case NEVER -> false;
            case PROVEN_ON_HOST -> s.isProvenOnHost() || s.isConfirmed(1);
            case HUNG -> s.isConfirmed(s.majority()) && s.cannotBeBusy();
            case MAJORITY -> s.isConfirmed(s.majority());
        };
        String server = s.primary().map(o -> o.name()).orElse("");
        return new Finding(code, severity, server, sentence.apply(s), evidence.apply(s), mayAct, mayAct ? "" : Missing.of(s, confirmed));
    }
}
