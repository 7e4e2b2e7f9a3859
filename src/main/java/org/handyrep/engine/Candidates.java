package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Candidate;

/// The first page of the failover wizard.
///
/// @param switchover the primary is alive; otherwise this is a failover
/// @param title `Switchover: choose who takes over from john`
/// @param evidence the verdict and how it is known
/// @param chosen what the selection plugin would take; empty when nobody can
/// @param proxies the connection proxies at which clients can be made to wait during a switchover
public record Candidates(
        boolean switchover,
        String title,
        String evidence,
        List<Candidate> candidates,
        Optional<String> chosen,
        List<String> proxies) {
    public Candidates {
        candidates = List.copyOf(candidates);
        proxies = List.copyOf(proxies);
    }
}
