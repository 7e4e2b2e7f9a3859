package org.handyrep.conf;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of servers.save and of the handyrep table: HandyRep's own keys, and whatever else was in it before.
final class SavedJson {

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final List<String> STATUS_KEYS = List.of("status", "status_no", "status_ts", "status_message");
    private static final List<String> SERVER_KEYS =
            List.of("hostname", "port", "role", "enabled", "failover_priority", "lag_limit");

    private SavedJson() {}

    /// @throws IllegalArgumentException if this is not a whole state; the message says why
    static SavedState read(String text, Instant otherwise) {
        JsonNode root = tree(text);
        return read(root.path("servers"), root.path("status"), instant(root.path("updated")), otherwise);
    }

    static SavedState read(JsonNode servers, JsonNode status, Optional<Instant> updated, Instant otherwise) {
        if (!servers.isObject() || servers.isEmpty()) {
            throw new IllegalArgumentException("there are no servers in it");
        }
        if (!status.isObject()) {
            throw new IllegalArgumentException("there is no cluster status in it");
        }
        Instant since = updated.or(() -> instant(status.path("status_ts"))).orElse(otherwise);
        List<Server> all = new ArrayList<>();
        Map<String, Status> statuses = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : servers.properties()) {
            if (!entry.getValue().isObject() || entry.getKey().isBlank() || Printable.hasControls(entry.getKey())) {
                throw new IllegalArgumentException("the entry of a server is not a definition");
            }
            all.add(server(entry.getKey(), entry.getValue()));
            statuses.put(entry.getKey(), status(entry.getValue(), since));
        }
        return new SavedState(since, all, statuses, clusterStatus(status), text(status, "status_message"));
    }

    /// @throws IllegalArgumentException if it is not JSON
    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// @param before the text that is replaced: its keys that are unknown here are kept
    static String write(SavedState state, Optional<String> before) {
        ObjectNode root = before.map(SavedJson::object).orElseGet(JSON::createObjectNode);
        root.put("updated", state.updated().toString());
        ObjectNode status = root.path("status") instanceof ObjectNode o ? o : JSON.createObjectNode();
        status(status, state);
        ObjectNode servers = servers(state, root.path("servers"));
        root.set("servers", servers);
        root.set("status", status);
        return JSON.writeValueAsString(root) + "\n";
    }

    static void status(ObjectNode into, SavedState state) {
        into.put("status", state.clusterStatus().word());
        into.put("status_no", state.clusterStatus().number());
        into.put("status_ts", state.updated().toString());
        into.put("status_message", state.message());
        dropSecrets(into);
    }

    static ObjectNode servers(SavedState state, JsonNode before) {
        ObjectNode all = JSON.createObjectNode();
        for (Server server : state.servers()) {
            ObjectNode node = all.putObject(server.name());
            node.put("hostname", server.hostname());
            node.put("port", server.port());
            node.put("role", server.role().name());
            node.put("enabled", server.enabled());
            node.put("failover_priority", server.failoverPriority());
            node.put("lag_limit", server.lagLimit());
            JsonNode old = before.path(server.name());
            server.settings().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(setting -> {
                JsonNode was = old.path(setting.getKey());
                if (was.isMissingNode() || !text(was).equals(setting.getValue())) {
                    node.put(setting.getKey(), Secrecy.mask(setting.getValue()));
                } else {
                    node.set(setting.getKey(), was);
                }
            });
            Status status = state.statuses().get(server.name());
            if (status != null) {
                node.put("status", status.status().word());
                node.put("status_no", status.status().number());
                node.put("status_ts", status.since().toString());
                node.put("status_message", status.message());
            }
            dropSecrets(node);
        }
        return all;
    }

    private static void dropSecrets(ObjectNode node) {
        node.remove(node.propertyNames().stream().filter(Secrecy::isSecretName).toList());
    }

    private static ObjectNode object(String text) {
        return tree(text) instanceof ObjectNode o ? o : JSON.createObjectNode();
    }

    private static Server server(String name, JsonNode node) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String key = entry.getKey();
            String value = text(entry.getValue());
            if (!STATUS_KEYS.contains(key) && !SERVER_KEYS.contains(key) && !value.isBlank() && !Secrecy.isSecretName(key)) {
                settings.put(key, value);
            }
        }
        String hostname = text(node, "hostname");
        if (new ValueType.Host().obstacle(hostname).isPresent()) {
            throw new IllegalArgumentException("server " + name + " has no usable hostname");
        }
        String role = text(node, "role");
        return new Server(
                name,
                hostname,
                number(node, name, "port", new ValueType.Whole(1, 65535), 5432),
                new Role(role.isEmpty() ? "replica" : role),
                ValueType.isTrue(text(node, "enabled")),
                number(node, name, "failover_priority", new ValueType.Whole(0, Integer.MAX_VALUE), 999),
                number(node, name, "lag_limit", new ValueType.Whole(0, Integer.MAX_VALUE), 1000),
                settings);
    }

    private static int number(JsonNode node, String server, String key, ValueType.Whole type, int otherwise) {
        String text = text(node, key);
        if (text.isEmpty()) {
            return otherwise;
        }
        type.obstacle(text).ifPresent(why -> {
            throw new IllegalArgumentException(key + " of server " + server + " " + why);
        });
        return Integer.parseInt(text.strip());
    }

    private static Status status(JsonNode node, Instant otherwise) {
        String word = text(node, "status");
        for (ServerStatus status : ServerStatus.values()) {
            if (status.word().equals(word)) {
                return new Status(status, instant(node.path("status_ts")).orElse(otherwise), text(node, "status_message"));
            }
        }
        return Status.unknown(otherwise);
    }

    private static ClusterStatus clusterStatus(JsonNode node) {
        String word = text(node, "status");
        for (ClusterStatus status : ClusterStatus.values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        return ClusterStatus.UNKNOWN;
    }

    private static String text(JsonNode node, String key) {
        return text(node.path(key));
    }

    private static String text(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return "";
        }
        return node.isContainer() ? node.toString() : node.asString();
    }

    /// Our own ISO instants, PostgreSQL's timestamptz, and the original's `2014-03-01 12:00:00` in local time.
    static Optional<Instant> instant(JsonNode node) {
        return node.isString() ? instant(node.asString()) : Optional.empty();
    }

    static Optional<Instant> instant(String text) {
        String iso = text.strip().replace(' ', 'T');
        try {
            if (iso.matches(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)")) {
                String full = iso.matches(".*[+-]\\d\\d") ? iso + ":00" : iso;
                return Optional.of(OffsetDateTime.parse(full).toInstant());
            }
            return Optional.of(LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
