package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;

/// HandyRep's API functions by their names and arguments. Who may call one is asked before its arguments are looked at.
final class ApiFunctions {

    private final ClusterEngine engine;
    private final ClusterParts parts;
    private final ApiInformation information;
    private final ApiPlans plans;
    private final ApiServers servers;

    ApiFunctions(ClusterEngine engine, ClusterParts parts) {
        this.engine = engine;
        this.parts = parts;
        this.information = new ApiInformation(parts);
        this.plans = new ApiPlans(engine);
        this.servers = new ApiServers(engine, parts, plans);
    }

    /// @throws UnknownFunction if there is none of this name and the operator might call it
    Map<String, Object> call(Operator who, String function, Map<String, String> arguments) {
        Outcome allowed = engine.mayCall(who, function);
        if (!allowed.succeeded()) {
            return allowed.toReturnDictionary();
        }
        if (!ApiSignatures.has(function)) {
            throw new UnknownFunction(function, ApiSignatures.names());
        }
        try {
            ApiSignatures.check(function, arguments);
            Map<String, Object> rd = new LinkedHashMap<>(answer(who, function, new Arguments(function, arguments)));
            Optional.ofNullable(allowed.extra().get("warning")).ifPresent(warning -> rd.putIfAbsent("warning", warning));
            return rd;
        } catch (Arguments.Missing e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Object> answer(Operator who, String function, Arguments given) {
        return switch (function) {
            case "get_status" -> information.status(look(given.text("check_type", "cached")), engine.automation());
            case "get_cluster_status" -> information.clusterStatus(look(given.verify()));
            case "get_master_name" -> information.masterName();
            case "get_server_info" -> information.serverInfo(look(given.verify()), given.optional("servername"));
            case "get_servers_by_role" -> {
                String role = given.required("serverrole");
                yield information.byRole(look(given.verify()), role);
            }
            case "read_log" -> information.log(given.positive("numlines", 20));
            case "get_setting" -> information.setting(given.required("category"), given.required("setting"));
            case "set_verbose" -> {
                given.required("verbose");
                yield setVerbose(given.flag("verbose", false)).toReturnDictionary();
            }
            case "poll" -> poll(given.required("servername"));
            case "poll_master" -> information.master(look("poll"));
            case "poll_all" -> information.all(look("poll"), engine.candidates());
            case "verify_server" -> server("verify", given.required("servername"));
            case "verify_all" -> information.all(look("verify"), engine.candidates());
            case "failover_check" -> failure("failover_check is what HandyRep does by itself; it cannot be called");
            case "init_handyrep_db" -> initTable().toReturnDictionary();
            case "pause_automation" -> engine.pauseAutomation(
                            who,
                            given.required("reason"),
                            given.optional("minutes").map(m -> Instant.now().plus(Duration.ofMinutes(given.positive("minutes", 1)))))
                    .toReturnDictionary();
            case "resume_automation" -> engine.resumeAutomation(who).toReturnDictionary();
            case "acknowledge" -> engine.acknowledge(who, given.required("comment")).toReturnDictionary();
            case "reload_conf" -> ConfReload.of(parts).toReturnDictionary();
            case "save_evidence" -> new EvidenceFolder(ClusterParts.evidence(parts.conf()), Clock.systemUTC())
                    .save(engine.look(true).snapshot(), given.required("servername"), parts.ssh()::shell)
                    .toReturnDictionary();
            case "enable" -> servers.enable(given.required("servername")).toReturnDictionary();
            case "disable" -> servers.disable(who, given.required("servername"), given.optional("confirm"))
                    .toReturnDictionary();
            case "remove" -> servers.remove(given.required("servername")).toReturnDictionary();
            case "alter_server_def" -> servers.alter(given.required("servername"), given.properties())
                    .toReturnDictionary();
            case "add_server" -> servers.add(given.required("servername"), given.properties()).toReturnDictionary();
            default -> plans.run(who, request(function, given), given.optional("confirm"));
        };
    }

    private Request request(String function, Arguments given) {
        return switch (function) {
            case "shutdown" -> service(given, RunMode.STOP);
            case "startup" -> service(given, RunMode.START);
            case "restart" -> service(given, RunMode.RESTART);
            case "reload" -> service(given, RunMode.RELOAD);
            case "restart_master" -> new Request.Service(master().name(), RunMode.RESTART);
            case "promote" -> new Request.Promote(given.required("newmaster"));
            case "manual_failover" -> new Request.ManualFailover(
                    given.optional("newmaster"),
                    given.flag("remaster", parts.conf().isTrue("failover", "remaster")),
                    given.flag("old_primary_follows", true),
                    given.flag("hold_clients", true),
                    given.flag("salvage_wal", true));
            case "remaster" -> new Request.Remaster(given.required("replicaserver"), given.optional("newmaster"));
            case "clone" -> new Request.Clone(
                    given.required("replicaserver"), given.optional("clonefrom"), given.flag("reclone", false),
                    given.optional("max_rate").isPresent() ? given.positive("max_rate", 1) : 0);
            case "rejoin" -> new Request.Rejoin(given.required("replicaserver"), how(given.text("how", "auto")));
            case "isolate" -> new Request.Isolate(given.required("servername"));
            case "connection_failover" -> new Request.ConnectionFailover(given.optional("newmaster"));
            case "connection_proxy_init" -> new Request.ProxyInit(given.optional("servername"));
            case "start_archiving" -> new Request.Archiving(true);
            case "stop_archiving" -> new Request.Archiving(false);
            case "cleanup_archive" -> new Request.CleanUpArchive();
            default -> throw new IllegalStateException(function + " is declared and not there");
        };
    }

    private static Request.Rejoin.How how(String word) {
        for (Request.Rejoin.How how : Request.Rejoin.How.values()) {
            if (how.name().toLowerCase(Locale.ROOT).equals(word.strip().toLowerCase(Locale.ROOT))) {
                return how;
            }
        }
        throw new Arguments.Missing("how is auto, rewind, reclone or follow, not " + word);
    }

    private ClusterView look(String checkType) {
        switch (checkType) {
            case "cached" -> {
                if (engine.view().lastFullPoll().isEmpty()) {
                    engine.look(true);
                }
            }
            case "poll" -> engine.look(false);
            case "verify" -> engine.look(true);
            default -> throw new Arguments.Missing("check_type is cached, poll or verify, not " + checkType);
        }
        return engine.view();
    }

    /// A poll alone may pass over the proxies.
    private Map<String, Object> poll(String name) {
        boolean proxy = parts.book().servers().stream()
                .anyMatch(s -> s.name().equals(name) && s.role().isProxy());
        return server(proxy ? "verify" : "poll", name);
    }

    private Map<String, Object> server(String checkType, String name) {
        return information.server(look(checkType), name);
    }

    private static Request service(Arguments given, RunMode mode) {
        return new Request.Service(given.required("servername"), mode);
    }

    private Server master() {
        return parts.book().master().orElseThrow(() -> new Arguments.Missing("there is not exactly one enabled master"));
    }

    private Outcome setVerbose(boolean on) {
        parts.log().setVerbose(on);
        return Outcome.success("the log " + (on ? "holds every cycle" : "holds only changes and acts")
                + " until HandyRep ends or reads handyrep.conf again, where log_verbose says it for good");
    }

    private Outcome initTable() {
        Observation seen = engine.look(true).snapshot().find(master().name()).orElseThrow();
        boolean onlyForWantOfIt = engine.inCharge().extra().containsKey("table_missing");
        if (!engine.inCharge().succeeded() && !onlyForWantOfIt) {
            return Outcome.failure("this console is not in charge: " + engine.inCharge().details());
        }
        if (!(seen.state() instanceof ServerState.Primary)) {
            return Outcome.failure("the table is made on the primary, and " + seen.name() + " does not take writes now");
        }
        Outcome made = parts.table().init(seen.server());
        if (made.succeeded()) {
            parts.keeping().tableIsNew();
        }
        return made;
    }

    private static Map<String, Object> failure(String details) {
        return Outcome.failure(details).toReturnDictionary();
    }
}
