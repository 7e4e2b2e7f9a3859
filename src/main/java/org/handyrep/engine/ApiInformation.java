package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.conf.Nearest;
import org.handyrep.conf.OptionInForce;
import org.handyrep.conf.Secrecy;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.plugin.Outcome;

/// The information and availability functions. Server entries never carry a key that could be a secret.
final class ApiInformation {

    private final ClusterParts parts;

    ApiInformation(ClusterParts parts) {
        this.parts = parts;
    }

    Map<String, Object> status(ClusterView view, ClusterView.Automation automation) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("cluster", clusterStatus(view));
        answer.put("automation", automation(automation));
        answer.put("in_charge", inCharge(view.inCharge()));
        answer.put("servers", servers(view, parts.book().servers()));
        return answer;
    }

    private static Map<String, Object> automation(ClusterView.Automation automation) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("state", automation.state().name().toLowerCase(Locale.ROOT));
        answer.put("sentence", automation.sentence());
        automation.pause().ifPresent(pause -> {
            answer.put("paused_by", pause.by());
            answer.put("paused_since", pause.since().toString());
            answer.put("paused_because", pause.reason());
            pause.until().ifPresent(until -> answer.put("paused_until", until.toString()));
        });
        answer.put("acknowledgeable", automation.acknowledgeable());
        return answer;
    }

    private static Map<String, Object> inCharge(ClusterView.InCharge inCharge) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("this_console", inCharge.thisConsole());
        answer.put("sentence", inCharge.sentence());
        inCharge.holder().ifPresent(holder -> {
            answer.put("holder", holder.console());
            answer.put("what", holder.what());
            holder.since().ifPresent(since -> answer.put("since", since.toString()));
        });
        return answer;
    }

    Map<String, Object> clusterStatus(ClusterView view) {
        Diagnosis diagnosis = view.diagnosis();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", diagnosis.clusterStatus().word());
        answer.put("status_no", diagnosis.clusterStatus().number());
        answer.put("status_ts", view.snapshot().takenAt().toString());
        answer.put("status_message", diagnosis.clusterMessage());
        answer.put("verdict", diagnosis.verdict().sentence());
        return answer;
    }

    Map<String, Object> masterName() {
        return parts.book().master()
                .map(server -> Outcome.success(server.name()).with("master", server.name()))
                .orElse(Outcome.failure("there is not exactly one enabled master"))
                .toReturnDictionary();
    }

    Map<String, Object> serverInfo(ClusterView view, Optional<String> name) {
        List<Server> wanted = parts.book().servers().stream()
                .filter(s -> name.isEmpty() || s.name().equals(name.get()))
                .toList();
        return wanted.isEmpty() ? noServer(name.orElse("")) : servers(view, wanted);
    }

    Map<String, Object> byRole(ClusterView view, String role) {
        return servers(
                view,
                parts.book().servers().stream()
                        .filter(s -> s.role().name().equals(role))
                        .toList());
    }

    Map<String, Object> log(int lines) {
        return Map.of("lines", parts.log().tail(lines).stream().map(LogFile::text).toList());
    }

    Map<String, Object> setting(String category, String setting) {
        if (category.equals("passwords")) {
            return Outcome.failure("passwords are never shown").toReturnDictionary();
        }
        return parts.conf().options().stream()
                .filter(o -> o.section().equals(category) && o.name().equals(setting))
                .findFirst()
                .map(o -> Outcome.success(o.value()).with("value", o.value()))
                .orElseGet(() -> Outcome.failure("there is no setting " + setting + " in " + category
                        + Nearest.of(setting, settings(category)).map(near -> "; did you mean " + near + "?").orElse("")))
                .toReturnDictionary();
    }

    private List<String> settings(String category) {
        return parts.conf().options().stream()
                .filter(o -> o.section().equals(category))
                .map(OptionInForce::name)
                .toList();
    }

    private Map<String, Object> noServer(String name) {
        List<String> names = parts.book().servers().stream().map(Server::name).toList();
        return Outcome.failure("there is no server " + name
                        + Nearest.of(name, names).map(near -> "; did you mean " + near + "?").orElse(""))
                .toReturnDictionary();
    }

    Map<String, Object> server(ClusterView view, String name) {
        Status status = view.diagnosis().statuses().get(name);
        if (status == null) {
            return noServer(name);
        }
        boolean works = works(status);
        String details = name + " is " + status.status().word() + ": " + status.message();
        Outcome outcome = works ? Outcome.success(details) : Outcome.failure(details);
        Map<String, Object> rd = outcome.with("status", status.status().word())
                .with("status_no", status.status().number())
                .toReturnDictionary();
        view.snapshot().find(name).flatMap(Observation::proxy).ifPresent(proxy -> rd.putAll(ApiProxies.entry(proxy)));
        return rd;
    }

    private static boolean works(Status status) {
        return status.status() == ServerStatus.HEALTHY
                || status.status() == ServerStatus.LAGGED
                || status.status() == ServerStatus.WARNING;
    }

    Map<String, Object> master(ClusterView view) {
        return parts.book().master()
                .map(server -> server(view, server.name()))
                .orElseGet(() ->
                        Outcome.failure("there is not exactly one enabled master").toReturnDictionary());
    }

    /// `poll_all` and `verify_all`: a success while clients can work, which takes a primary that is in session with this console, too.
    /// `failover_ok` with one configured master, no second one, and a replica that could take over now.
    Map<String, Object> all(ClusterView view, Candidates candidates) {
        boolean failoverOk = view.snapshot().configuredPrimary().isPresent()
                && view.snapshot().writable().size() < 2
                && candidates.candidates().stream().anyMatch(c -> c.obstacle().isEmpty());
        Diagnosis diagnosis = view.diagnosis();
        boolean clusterWorks = diagnosis.clusterStatus() == ClusterStatus.HEALTHY || diagnosis.clusterStatus() == ClusterStatus.WARNING;
        boolean primaryWorks = parts.book().master()
                .map(master -> diagnosis.statuses().get(master.name()))
                .filter(ApiInformation::works)
                .isPresent();
        Outcome outcome = clusterWorks && primaryWorks
                ? Outcome.success(diagnosis.verdict().sentence())
                : Outcome.failure(diagnosis.verdict().sentence());
        Map<String, Object> rd = outcome.toReturnDictionary();
        rd.put("failover_ok", failoverOk);
        rd.put("servers", servers(view, parts.book().servers()));
        return rd;
    }

    private static Map<String, Object> servers(ClusterView view, List<Server> wanted) {
        Map<String, Object> all = new LinkedHashMap<>();
        wanted.forEach(server -> all.put(server.name(), entry(view, server)));
        return all;
    }

    private static Map<String, Object> entry(ClusterView view, Server server) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("hostname", server.hostname());
        entry.put("port", server.port());
        entry.put("role", server.role().name());
        entry.put("enabled", server.enabled());
        entry.put("failover_priority", server.failoverPriority());
        entry.put("lag_limit", server.lagLimit());
        server.settings().forEach((key, value) -> {
            if (!Secrecy.isSecretName(key)) {
                entry.put(key, Secrecy.mask(value));
            }
        });
        Status status = view.diagnosis().statuses().getOrDefault(server.name(), Status.unknown(view.snapshot().takenAt()));
        entry.put("status", status.status().word());
        entry.put("status_no", status.status().number());
        entry.put("status_ts", status.since().toString());
        entry.put("status_message", status.message());
        view.snapshot().find(server.name()).flatMap(Observation::lag).ifPresent(lag -> {
            entry.put("lag", lag.megabytes());
            entry.put("replicating", lag.replicating());
        });
        view.snapshot().find(server.name()).ifPresent(o -> o.proxy().ifPresent(proxy -> {
            entry.put("seen", o.seenAt().toString());
            entry.putAll(ApiProxies.entry(proxy));
        }));
        return entry;
    }
}
