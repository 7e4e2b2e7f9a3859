package org.handyrep.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.TargetProof;

/// One thing a step does to the world, as a value. The engine turns a deed into acts in one place only, for the preview and for the run alike.
public sealed interface Deed {

    /// Takes the operation's lock on every voter that can be asked, in order of name. Another console's operation that holds one makes it fail.
    ///
    /// @param voters every PostgreSQL server of the cluster, enabled or not, and the witnesses
    /// @param needed how many locks it takes at least
    /// @param candidate whose lock it takes in any case; empty where nobody is promoted
    /// @param key of the advisory lock
    record Own(List<String> voters, int needed, Optional<String> candidate, long key) implements Deed {
        public Own {
            voters = List.copyOf(voters);
        }
    }

    /// Calls the server's `restart_method`.
    record Service(String server, RunMode mode) implements Deed {}

    /// Stops a server that must not run beside another, in order, then at once, then by killing it. Succeeds when it does not run.
    record StopForGood(String server) implements Deed {}

    /// Calls the server's `promotion_method`.
    record Promote(String server, int major) implements Deed {}

    record Checkpoint(String server) implements Deed {}

    /// Stops a replica from receiving WAL, keeping its settings beside the data so that [Thaw] restores them exactly.
    record Freeze(String server, int major) implements Deed {}

    record Thaw(String server) implements Deed {}

    /// Several deeds on different servers at the same time. Succeeds when all do.
    record Together(List<Deed> deeds) implements Deed {
        public Together {
            deeds = List.copyOf(deeds);
        }
    }

    /// Lets a frozen replica receive from another frozen one what it does not have.
    record FastForward(String server, String source, int major) implements Deed {}

    /// Ends [FastForward]: the replica receives nothing again.
    record EndFastForward(String server, int major) implements Deed {}

    /// Calls `fencing_method` for a lost primary.
    record Fence(String server) implements Deed {}

    /// Ends every session that connection proxies have with a server, and lets nobody reach it through them.
    record CutOff(List<String> proxies, String server) implements Deed {
        public CutOff {
            proxies = List.copyOf(proxies);
        }
    }

    /// Ends [CutOff]: the proxies let clients through again.
    ///
    /// @param except a server that nobody is let through to; empty for none
    record LetThrough(List<String> proxies, Optional<String> except) implements Deed {
        public LetThrough {
            proxies = List.copyOf(proxies);
        }
    }

    /// Copies the WAL that only a dead primary has to a frozen replica, which reads it as from an archive.
    ///
    /// @param segment bytes of a WAL segment
    record Salvage(String from, String to, int timeline, int segment) implements Deed {}

    /// Removes what [Salvage] left on the replica.
    record EndSalvage(String server) implements Deed {}

    /// Creates physical slots that are not there yet.
    record CreateSlots(String server, List<String> slots, int major) implements Deed {
        public CreateSlots {
            slots = List.copyOf(slots);
        }
    }

    /// Drops a physical slot that nobody uses; any other stays.
    record DropSlot(String server, String slot) implements Deed {}

    /// Sets `synchronous_standby_names`.
    ///
    /// @param names empty: what `ALTER SYSTEM` set before is removed
    record SetSyncNames(String server, Optional<String> names) implements Deed {}

    /// Kills a postmaster that does not answer, with its children.
    record Kill(String server) implements Deed {}

    /// Leaves the mark of a replica in a stopped server's data directory, so that any start comes up read-only.
    ///
    /// @param upstream the server it would follow
    record MarkAsReplica(String server, String upstream, int major) implements Deed {}

    /// Puts the password of `replication_user` where [MarkAsReplica] and the server look for it; nothing where none is needed.
    record LeavePassword(String server, String upstream, int major) implements Deed {}

    record UnmarkAsReplica(String server, int major) implements Deed {}

    /// Points a running replica at another server, by reload or restart as its version needs.
    ///
    /// @param slot a physical slot to use there, created when it is missing
    record Follow(String server, String upstream, int major, Optional<String> slot) implements Deed {}

    /// Removes the settings a promoted server kept from its life as a replica.
    record ClearInherited(String server, int major) implements Deed {}

    /// Writes the roles to servers.save and the handyrep table.
    record Assign(Map<String, Assignment> assignments) implements Deed {
        public Assign {
            assignments = Map.copyOf(assignments);
        }
    }

    /// Makes the clients of connection proxies wait, all at once.
    ///
    /// @param millis deadline for the whole
    record Hold(List<String> proxies, long millis) implements Deed {
        public Hold {
            proxies = List.copyOf(proxies);
        }
    }

    /// Lets the clients of connection proxies go on.
    record Release(List<String> proxies) implements Deed {
        public Release {
            proxies = List.copyOf(proxies);
        }
    }

    /// Points every connection proxy at a primary.
    ///
    /// @param readers the replicas that read-only names may lead to
    record Route(String primary, List<String> readers) implements Deed {
        public Route {
            readers = List.copyOf(readers);
        }
    }

    /// What [Route] can have done before the clients wait.
    record PrepareRoute(String primary, List<String> readers) implements Deed {
        public PrepareRoute {
            readers = List.copyOf(readers);
        }
    }

    /// Writes the configuration of one connection proxy, or of all.
    record InitProxy(Optional<String> proxy) implements Deed {}

    /// Switches WAL archiving on a primary on or off.
    record Archiving(String primary, boolean on) implements Deed {}

    /// Puts the archive script of `archive_script_method` on a server.
    record PlaceArchiveScript(String server) implements Deed {}

    /// Calls `archive_delete_method`.
    record CleanUpArchive() implements Deed {}

    /// Runs one of `[extra_failover_commands]`.
    record Extra(String name, String plugin, List<String> parameters) implements Deed {
        public Extra {
            parameters = List.copyOf(parameters);
        }
    }

    /// Empties the directories of a clone's target, after looking on its host whether they are still what was proved.
    ///
    /// @param aside what was there is kept beside, for [RestoreTarget]
    record ClearTarget(CloneJob job, TargetProof.Expect expect, boolean aside) implements Deed {}

    /// Ends [ClearTarget]: takes away what a clone brought, and puts back what was set aside.
    record RestoreTarget(CloneJob job) implements Deed {}

    /// Keeps the WAL that a new replica needs on its upstream; from PostgreSQL 10 no longer than this operation's session.
    record HoldWal(String upstream, String slot, int major) implements Deed {}

    record ReleaseWal(String upstream, String slot) implements Deed {}

    /// Calls the target's `clone_method`.
    record CopyFiles(CloneJob job) implements Deed {}

    /// Moves the copy to its place and makes it a replica, without what it inherited.
    record MakeReplica(CloneJob job) implements Deed {}

    /// Starts a replica that may take long until it takes sessions: that it runs is enough.
    record StartClone(String server) implements Deed {}

    /// Stops it, if it runs.
    record StopClone(String server) implements Deed {}

    /// Removes what was set aside.
    record DiscardOld(CloneJob job) implements Deed {}

    /// Saves what only an old primary has in a folder on the console's machine: its control file, its transactions, its WAL after the fork.
    ///
    /// @param timeline that its WAL ends on
    /// @param path the history of that timeline
    /// @param segment bytes of a WAL file
    record SaveEvidence(String server, String folder, int major, int timeline, List<TimelineSwitch> path, int segment, Lsn fork, Lsn end) implements Deed {
        public SaveEvidence {
            path = List.copyOf(path);
        }
    }

    /// Keeps the configuration of a stopped server outside of its data directory, and marks it, so that any start of it is read-only.
    ///
    /// @param anew what an earlier rejoin that ended well left there is of no use any more
    record KeepConfiguration(RejoinJob job, boolean anew) implements Deed {}

    /// Ends [KeepConfiguration]: puts the configuration back as it was. The mark stays.
    record RestoreConfiguration(RejoinJob job) implements Deed {}

    /// Lets a crashed server replay its WAL in single-user mode, in which nobody can connect to it.
    record RecoverCrashed(RejoinJob job) implements Deed {}

    /// Lets the primary write a checkpoint, by which `pg_rewind` finds its timeline, and runs `pg_rewind --dry-run`.
    record RehearseRewind(RejoinJob job) implements Deed {}

    /// Runs `pg_rewind`, which goes on when the console goes away; then puts the configuration back.
    record Rewind(RejoinJob job) implements Deed {}

    /// Gives a stopped server the settings of a replica of the primary.
    record SettleRejoined(RejoinJob job) implements Deed {}

    /// Starts what [SettleRejoined] made; nothing else.
    record StartRejoined(RejoinJob job) implements Deed {}

    /// Removes what [KeepConfiguration] kept.
    record DiscardKept(RejoinJob job) implements Deed {}

    /// @param role `master` or `replica`
    record Assignment(String role, boolean enabled) {}
}
