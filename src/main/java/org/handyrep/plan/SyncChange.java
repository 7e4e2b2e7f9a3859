package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;
import org.handyrep.plan.step.SetSyncNames;

/// Whose confirmation the commits of a new primary wait for.
///
/// Its own setting stays where enough replicas that follow it can confirm, and as many as the old primary waited for. Otherwise it gets that of the old primary,
/// with those who will be there instead of those who will not. Nobody may wait for ever, and nobody lose protection without being told.
///
/// @param value what is to be set; empty when the new primary's own setting stays
/// @param check what a person reads; empty when neither waits for anybody
/// @param afterwards what is left for a person
record SyncChange(Optional<String> value, Optional<Check> check, Optional<String> afterwards) {

    private static final String SETTING = Facts.SYNC_NAMES;
    private static final SyncChange NONE = new SyncChange(Optional.empty(), Optional.empty(), Optional.empty());

    /// Who changes places.
    ///
    /// @param names of those who will stream from `to`: server and the `application_name` it will have there
    record Change(String from, Optional<ServerState.Primary> old, String to, ServerState.Replica replica, Map<String, String> names) {

        boolean oldFollows() {
            return names.containsKey(from);
        }
    }

    static SyncChange of(Situation situation, Change change, boolean automatic) {
        Optional<SyncNames> own = names(change.replica().facts());
        Optional<SyncNames> was = change.old().flatMap(p -> names(p.facts()));
        if (own.isEmpty() && was.isEmpty()) {
            return NONE;
        }
        int wanted = was.map(SyncNames::needed).orElse(0);
        if (own.isPresent() && own.get().needed() >= Math.max(1, wanted)) {
            Set<String> confirm = confirming(change, own.get());
            if (confirm.size() >= own.get().needed()) {
                return kept(change, own.get().text(), confirm);
            }
        }
        return rewritten(situation, change, was.or(() -> own).orElseThrow(), was.isPresent(), automatic);
    }

    private static SyncChange kept(Change change, String setting, Set<String> confirm) {
        return new SyncChange(
                Optional.empty(),
                Optional.of(new Check(SETTING, Check.Level.OK, change.to() + " keeps " + setting + ": "
                        + String.join(", ", confirm) + " can confirm its commits")),
                Optional.empty());
    }

    private static SyncChange rewritten(
            Situation situation, Change change, SyncNames base, boolean inForce, boolean automatic) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> strangers = new LinkedHashSet<>();
        for (String name : base.names()) {
            rename(situation, change, name, names, strangers);
        }
        Set<String> confirm = confirming(change, base.with(1, List.copyOf(names)));
        List<String> standIns = new ArrayList<>();
        if (inForce && confirm.size() < base.needed()) {
            change.names().forEach((server, name) -> {
                if (confirm.add(server)) {
                    standIns.add(server);
                    names.add(name);
                }
            });
        }
        int needed = Math.min(base.needed(), confirm.size());
        String value = needed == 0 ? "" : base.with(needed, List.copyOf(names)).text();
        String own = change.replica().facts().setting(SETTING).orElse("");
        boolean unclear = inForce && !strangers.isEmpty() && (!standIns.isEmpty() || needed < base.needed());
        Check.Level level = unclear && automatic && situation.rules().maximumLoss() == 0
                ? Check.Level.STOP
                : inForce && (needed < base.needed() || !standIns.isEmpty()) ? Check.Level.WARNING : Check.Level.OK;
        String saw = sentence(change, base, inForce, value, needed) + standIns(change, standIns) + strangers(strangers, unclear);
        return new SyncChange(
                value.equals(own) ? Optional.empty() : Optional.of(value),
                Optional.of(new Check(SETTING, level, saw)),
                inForce && needed < base.needed()
                        ? Optional.of("commits on " + change.to() + " wait for " + count(needed) + ", on " + change.from() + " they waited for "
                                + count(base.needed()) + ": set synchronous_standby_names anew when more replicas follow " + change.to())
                        : Optional.empty());
    }

    private static String sentence(Change change, SyncNames base, boolean inForce, String value, int needed) {
        String of = inForce ? change.from() : change.to() + " itself";
        String now = value.isEmpty()
                ? "commits on " + change.to() + " wait for nobody, because nobody who could confirm them follows it"
                : "commits on " + change.to() + " wait for " + value;
        boolean less = inForce && needed > 0 && needed < base.needed();
        return now + " (" + base.text() + " of " + of + ")" + (less ? ". That is less than before" : "");
    }

    private static String standIns(Change change, List<String> standIns) {
        return standIns.isEmpty()
                ? ""
                : ". " + String.join(", ", standIns) + (standIns.size() == 1 ? " stands" : " stand") + " in, which " + change.from()
                        + " did not wait for";
    }

    private static String strangers(Set<String> strangers, boolean unclear) {
        return unclear ? ". Who " + String.join(", ", strangers) + " is cannot be told: say who confirms commits" : "";
    }

    private static String count(int replicas) {
        return replicas == 0 ? "nobody" : replicas == 1 ? "1 replica" : replicas + " replicas";
    }

    /// One that changed places with the new primary takes its place in the list; the new primary itself and a lost one leave it.
    private static void rename(Situation situation, Change change, String name, Set<String> names, Set<String> strangers) {
        if (name.equals(SyncNames.EVERYBODY)) {
            names.add(name);
            return;
        }
        Optional<String> server = server(situation, change, name);
        if (server.isEmpty()) {
            strangers.add(name);
            names.add(name);
        } else if (server.get().equals(change.to()) || server.get().equals(change.from())) {
            if (change.oldFollows()) {
                names.add(change.names().getOrDefault(change.from(), change.from()));
            }
        } else {
            names.add(change.names().getOrDefault(server.get(), name));
        }
    }

    /// Those of the followers that a setting means by the names that they will have.
    private static Set<String> confirming(Change change, SyncNames setting) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : setting.names()) {
            change.names().forEach((server, as) -> {
                if (name.equals(SyncNames.EVERYBODY) || name.equalsIgnoreCase(as)) {
                    all.add(server);
                }
            });
        }
        return all;
    }

    /// Whom a name means: a configured server, or who streamed under it from the old primary or streams from the new one.
    private static Optional<String> server(Situation situation, Change change, String name) {
        Optional<String> configured = situation.snapshot().servers().stream()
                .map(Observation::name)
                .filter(name::equalsIgnoreCase)
                .findFirst();
        List<Stream> streams = new ArrayList<>(change.old().map(ServerState.Primary::streams).orElse(List.of()));
        streams.addAll(change.replica().streams());
        return configured.or(() -> streams.stream()
                .filter(s -> s.applicationName().equalsIgnoreCase(name))
                .flatMap(s -> situation.snapshot().servers().stream()
                        .filter(o -> o.server().role().isPostgres() && o.server().hostname().equals(s.clientAddress()))
                        .map(Observation::name))
                .findFirst());
    }

    private static Optional<SyncNames> names(Facts facts) {
        return SyncNames.parse(facts.setting(SETTING).orElse(""));
    }

    /// Before the promotion, so that no commit is made that nobody waits for; it has no meaning on a replica.
    Optional<Step> step(Situation situation, Change change) {
        Facts facts = change.replica().facts();
        String before = facts.setting(SETTING).orElse("");
        boolean itsOwn = facts.setting(Facts.SYNC_NAMES_FILE).orElse("").endsWith("postgresql.auto.conf");
        return value.map(names -> new SetSyncNames(
                change.to(),
                names,
                before,
                itsOwn,
                situation.previewOf(new Deed.SetSyncNames(change.to(), Optional.of(names)))));
    }
}
