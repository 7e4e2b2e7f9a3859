package org.handyrep.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Outcome;

/// Which console is in charge or at work: by the locks on the servers, else by what `master_check_method` says.
final class InCharges {

    private InCharges() {}

    /// @param own the operation that this console runs or ran last, which the servers may have been seen with
    static ClusterView.InCharge of(ClusterSnapshot snapshot, Outcome check, Optional<Story> own) {
        Optional<OperationName> working = locks(snapshot).findFirst();
        Optional<String> last = own.map(Story::id);
        boolean ours = working.isPresent() && last.equals(Optional.of(working.get().id()));
        if (ours && !own.map(Story::running).orElse(false)) {
            working = Optional.empty();
        }
        if (working.isPresent() && !ours) {
            return new ClusterView.InCharge(
                    check.succeeded(),
                    "At work: " + working.get().sentence(ZoneId.systemDefault()),
                    working.map(w -> new Holder(w.console(), false, w.what(), w.since())));
        }
        String sentence = check.succeeded() ? "In charge: this console" : "Not in charge: " + check.details();
        Optional<Holder> holder = working.map(w -> new Holder(w.console(), true, w.what(), w.since())).or(() -> lease(check));
        return new ClusterView.InCharge(check.succeeded(), sentence, holder);
    }

    private static Stream<OperationName> locks(ClusterSnapshot snapshot) {
        return snapshot.servers().stream()
                .map(o -> facts(o.state()))
                .flatMap(Optional::stream)
                .map(Facts::lockedBy)
                .flatMap(Optional::stream)
                .map(OperationName::parse)
                .flatMap(Optional::stream);
    }

    private static Optional<Facts> facts(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(p.facts());
            case ServerState.Replica r -> Optional.of(r.facts());
            case ServerState.Rejecting r -> Optional.empty();
            case ServerState.Unreachable u -> Optional.empty();
            case ServerState.NotPolled n -> Optional.empty();
        };
    }

    private static Optional<Holder> lease(Outcome check) {
        return Optional.ofNullable(check.extra().get("holder"))
                .map(name -> new Holder(String.valueOf(name), check.succeeded(), "watches", instant(check.extra().get("since"))));
    }

    private static Optional<Instant> instant(@org.jspecify.annotations.Nullable Object text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Instant.parse(text.toString()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
