package org.handyrep.plan;

import java.util.List;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;

/// Who has a vote on which console may act. Membership is what handyrep.conf and servers.save say, never who answers: two majorities of all always share a server.
///
/// @param voters every PostgreSQL server, enabled or not, and every witness, by name
/// @param silent those that are known not to take a session now
/// @param ownedByCheck `master_check_method` proves by itself that no other console is in charge
public record Votes(List<String> voters, List<String> silent, boolean ownedByCheck) {

    /// Of a lock, so that it is no other program's: `HandyRep` in ASCII, mixed into the system identifier.
    private static final long SALT = 0x48616e6479526570L;

    public Votes {
        voters = List.copyOf(voters);
        silent = List.copyOf(silent);
    }

    public static Votes of(Situation situation) {
        List<Observation> all = situation.snapshot().servers().stream()
                .filter(o -> o.server().role().isPostgres() || o.server().role().equals(Role.WITNESS))
                .toList();
        return new Votes(
                all.stream().map(Observation::name).sorted().toList(),
                all.stream().filter(o -> isSilent(o.state())).map(Observation::name).sorted().toList(),
                situation.rules().ownedByCheck());
    }

    private static boolean isSilent(ServerState state) {
        return switch (state) {
            case ServerState.Unreachable u -> true;
            case ServerState.Rejecting r -> true;
            case ServerState.Primary p -> false;
            case ServerState.Replica r -> false;
            case ServerState.NotPolled n -> false;
        };
    }

    public int majority() {
        return voters.size() / 2 + 1;
    }

    /// Whether enough of them may be there for a majority; that they are is seen when the locks are taken.
    public boolean majorityMayAnswer() {
        return voters.size() - silent.size() >= majority();
    }

    /// Whether taking the locks proves that no console on the other side of a cut network acts. Not so with two servers and no witness, where the lock of the only
    /// candidate is all there is: then nothing but a fence that proves the death of the primary ([Fence#PROCESS], [Fence#COMMAND]) lets anybody act alone.
    public boolean provePartition() {
        return ownedByCheck || voters.size() > 2;
    }

    /// The locks without which an automatic failover does nothing.
    public int neededAlone() {
        return provePartition() && !ownedByCheck ? majority() : 1;
    }

    /// Of the lock that an operation on this cluster takes. Consoles that see different servers take the same.
    static long key(Situation situation) {
        String id = Situation.LastSeen.systemIdentifier(situation.lastPrimary(), situation.snapshot());
        return (id.isBlank() ? situation.snapshot().clusterName().hashCode() : Long.parseUnsignedLong(id)) ^ SALT;
    }

    /// In SQL on a server of the cluster: the key of its lock.
    public static String keyInSql() {
        return "((SELECT system_identifier FROM pg_control_system()) # " + SALT + ")";
    }
}
