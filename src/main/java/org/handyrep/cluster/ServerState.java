package org.handyrep.cluster;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What one look at one server saw.
public sealed interface ServerState {

    /// Who knows more of what was committed: first by the timeline, because the later one was chosen, then by the position. What is no replica in session knows nothing.
    Comparator<ServerState> BY_WAL = Comparator.comparingInt((ServerState s) -> s instanceof Replica r ? r.facts().timeline() : 0)
            .thenComparing(s -> s instanceof Replica r ? r.position() : Lsn.ZERO);

    /// In session and not in recovery.
    ///
    /// @param waitingForSync backends that wait for a synchronous replica
    /// @param clients client backends other than the console's own
    /// @param clientAddresses where those come from, each once, `socket` for its own host; empty when nobody asked
    /// @param nextXid the next transaction id that it assigns, which only transactions that write get; empty when nobody asked
    record Primary(
            Facts facts,
            Lsn written,
            List<Stream> streams,
            List<Slot> slots,
            WriteProbe write,
            int waitingForSync,
            int clients,
            Optional<List<String>> clientAddresses,
            OptionalLong nextXid)
            implements ServerState {

        public Primary(
                Facts facts,
                Lsn written,
                List<Stream> streams,
                List<Slot> slots,
                WriteProbe write,
                int waitingForSync,
                int clients,
                Optional<List<String>> clientAddresses) {
            this(facts, written, streams, slots, write, waitingForSync, clients, clientAddresses, OptionalLong.empty());
        }

        public Primary(
                Facts facts,
                Lsn written,
                List<Stream> streams,
                List<Slot> slots,
                WriteProbe write,
                int waitingForSync,
                int clients) {
            this(facts, written, streams, slots, write, waitingForSync, clients, Optional.empty());
        }

        public Primary {
            streams = List.copyOf(streams);
            slots = List.copyOf(slots);
        }

        public Primary withWrite(WriteProbe probe) {
            return new Primary(facts, written, streams, slots, probe, waitingForSync, clients, clientAddresses, nextXid);
        }
    }

    /// In session and in recovery.
    ///
    /// @param received `pg_last_wal_receive_lsn()`; empty when nothing was streamed since the start
    /// @param replayDelay since the commit time of the last replayed transaction; grows on an idle primary, so it is shown only when bytes are behind
    /// @param upstream `host:port` of its `primary_conninfo`, empty when it has none or the console may not read it
    /// @param clients empty when nobody asked
    record Replica(
            Facts facts,
            Optional<Lsn> received,
            Lsn replayed,
            Optional<Receiver> receiver,
            boolean replayPaused,
            Optional<Duration> replayDelay,
            Optional<String> upstream,
            List<Stream> streams,
            List<Slot> slots,
            Optional<Clients> clients)
            implements ServerState {

        public Replica(
                Facts facts,
                Optional<Lsn> received,
                Lsn replayed,
                Optional<Receiver> receiver,
                boolean replayPaused,
                Optional<Duration> replayDelay,
                Optional<String> upstream,
                List<Stream> streams,
                List<Slot> slots) {
            this(facts, received, replayed, receiver, replayPaused, replayDelay, upstream, streams, slots, Optional.empty());
        }

        public Replica {
            streams = List.copyOf(streams);
            slots = List.copyOf(slots);
        }

        /// All WAL it holds: the greater of received and replayed. After a restart while its primary is dead, `received` is the start of a segment.
        public Lsn position() {
            return received.map(r -> Lsn.max(r, replayed)).orElse(replayed);
        }

        public boolean isStreaming() {
            return receiver.map(Receiver::isStreaming).orElse(false);
        }
    }

    /// No session, but the answer proves that a postmaster lives.
    record Rejecting(ConnectionProblem problem) implements ServerState {}

    /// No answer that proves life.
    record Unreachable(ConnectionProblem problem) implements ServerState {}

    /// Not asked: disabled, or not PostgreSQL.
    record NotPolled(String why) implements ServerState {}
}
