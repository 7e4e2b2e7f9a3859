package org.handyrep.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.diagnosis.Diagnosis;

/// All that a window shows of one cluster at one moment. The only thing that crosses into it.
///
/// @param automation `Automatic failover is off`, `… armed`, `… blocked: reason`
/// @param inCharge which console is in charge
/// @param lastFullPoll end of the last cycle that reached its end; empty before the first
/// @param pollIntervalSeconds how often a cycle is due
/// @param ifLost what the death of the primary would mean now; empty while it is not alive
/// @param operation the newest operation that runs, was interrupted or ended in this session
public record ClusterView(
        ClusterSnapshot snapshot,
        Diagnosis diagnosis,
        Automation automation,
        InCharge inCharge,
        Optional<Instant> lastFullPoll,
        int pollIntervalSeconds,
        Optional<Operation> operation,
        List<String> confWarnings,
        Optional<IfLost> ifLost) {

    public ClusterView(
            ClusterSnapshot snapshot,
            Diagnosis diagnosis,
            Automation automation,
            InCharge inCharge,
            Optional<Instant> lastFullPoll,
            int pollIntervalSeconds,
            Optional<Operation> operation,
            List<String> confWarnings) {
        this(snapshot, diagnosis, automation, inCharge, lastFullPoll, pollIntervalSeconds, operation, confWarnings, Optional.empty());
    }

    public ClusterView {
        confWarnings = List.copyOf(confWarnings);
    }

    /// @param sentence the state and its reason
    /// @param pause set while somebody paused it
    /// @param acknowledgeable a cooldown, or the day's limit, blocks it until somebody acknowledges what happened
    /// @param history why something was done, or not done, newest first
    public record Automation(
            State state, String sentence, Optional<Pause> pause, boolean acknowledgeable, List<String> history) {

        public Automation {
            history = List.copyOf(history);
        }

        public Automation(State state, String sentence) {
            this(state, sentence, Optional.empty(), false, List.of());
        }

        public enum State {
            ARMED,
            OFF,
            BLOCKED,
            PAUSED,
            /// It is failing over, or restarting the primary, right now.
            ACTING
        }
    }

    /// @param until empty: until somebody ends it
    public record Pause(String by, String reason, Instant since, Optional<Instant> until) {}

    /// @param holder which console is in charge or at work; empty when that is not known
    public record InCharge(boolean thisConsole, String sentence, Optional<Holder> holder) {
        public InCharge(boolean thisConsole, String sentence) {
            this(thisConsole, sentence, Optional.empty());
        }
    }
}
