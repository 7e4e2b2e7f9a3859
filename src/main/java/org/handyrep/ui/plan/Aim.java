package org.handyrep.ui.plan;

import java.util.Optional;
import org.handyrep.engine.Candidates;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Request;

/// What the operator is after when a plan is asked for.
public sealed interface Aim permits Aim.Takeover, Aim.Fixed, CloneAim {

    /// What is asked of the engine; empty while nobody is chosen.
    Optional<Request> request();

    /// A switchover or failover: somebody has to be chosen first.
    ///
    /// @param chosen a server that can take over, empty while there is none
    /// @param salvage failover only: fetch the WAL that only the lost primary has, where its host can be reached
    record Takeover(
            Candidates candidates,
            Optional<String> chosen,
            boolean remaster,
            boolean oldPrimaryFollows,
            boolean holdClients,
            boolean salvage)
            implements Aim {

        /// With the preselected server if it can take over, else with the selection plugin's choice.
        public static Takeover of(Candidates candidates, Optional<String> preselected) {
            return new Takeover(candidates, Optional.empty(), true, candidates.switchover(), true, true)
                    .choose(preselected.or(candidates::chosen))
                    .orChosenBy(candidates);
        }

        private Takeover orChosenBy(Candidates now) {
            return chosen.isPresent() ? this : choose(now.chosen());
        }

        /// Unfit servers cannot be chosen: then nothing changes.
        public Takeover choose(Optional<String> server) {
            return server.filter(this::fits)
                    .map(s -> new Takeover(candidates, Optional.of(s), remaster, oldPrimaryFollows, holdClients, salvage))
                    .orElse(this);
        }

        /// With newer facts; the choice stays while it still can take over.
        public Takeover refresh(Candidates newer) {
            boolean follows = newer.switchover() && (oldPrimaryFollows || !candidates.switchover());
            return new Takeover(newer, Optional.empty(), remaster, follows, holdClients, salvage)
                    .choose(chosen)
                    .orChosenBy(newer);
        }

        public Takeover withRemaster(boolean on) {
            return new Takeover(candidates, chosen, on, oldPrimaryFollows, holdClients, salvage);
        }

        public Takeover withOldPrimaryFollows(boolean on) {
            return new Takeover(candidates, chosen, remaster, on && candidates.switchover(), holdClients, salvage);
        }

        public Takeover withHoldClients(boolean on) {
            return new Takeover(candidates, chosen, remaster, oldPrimaryFollows, on, salvage);
        }

        public Takeover withSalvage(boolean on) {
            return new Takeover(candidates, chosen, remaster, oldPrimaryFollows, holdClients, on);
        }

        public Optional<Candidate> chosenCandidate() {
            return chosen.flatMap(this::find);
        }

        /// Whether nobody is chosen because nobody can take over. The selection plugin may name none although a person could.
        public boolean isHopeless() {
            return candidates.candidates().stream().allMatch(c -> c.obstacle().isPresent());
        }

        private boolean fits(String server) {
            return find(server).map(c -> c.obstacle().isEmpty()).orElse(false);
        }

        private Optional<Candidate> find(String server) {
            return candidates.candidates().stream()
                    .filter(c -> c.server().equals(server))
                    .findFirst();
        }

        @Override
        public Optional<Request> request() {
            return chosen.map(s -> new Request.ManualFailover(Optional.of(s), remaster, oldPrimaryFollows, holdClients, salvage));
        }
    }

    /// Everything else: the request is known.
    record Fixed(Request wanted) implements Aim {
        @Override
        public Optional<Request> request() {
            return Optional.of(wanted);
        }
    }
}
