package org.handyrep.diagnosis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.ServerStatus;

/// One row of the table of problems of a replica.
///
/// @param meaning when it matches, for the documentation
/// @param status what it makes of the server
record ReplicaProblem(
        String code,
        Severity severity,
        ServerStatus status,
        String meaning,
        Predicate<ReplicaView> matches,
        Function<ReplicaView, String> sentence,
        Function<ReplicaView, List<String>> evidence) {

    Finding finding(ReplicaView replica) {
        return new Finding(
                code, severity, replica.name(), sentence.apply(replica), evidence.apply(replica), false);
    }
}
