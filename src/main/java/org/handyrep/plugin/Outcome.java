package org.handyrep.plugin;

import java.util.LinkedHashMap;
import java.util.Map;

/// What every act answers with: HandyRep's return dictionary as a value that must be looked at.
public sealed interface Outcome {

    /// One sentence in the past tense that names the server. Never a secret.
    String details();

    /// Further keys of the return dictionary (`lag`, `failover_ok`, …).
    Map<String, Object> extra();

    record Success(String details, Map<String, Object> extra) implements Outcome {
        public Success {
            extra = Map.copyOf(extra);
        }
    }

    record Failure(String details, Map<String, Object> extra) implements Outcome {
        public Failure {
            extra = Map.copyOf(extra);
        }
    }

    static Outcome success(String details) {
        return new Success(details, Map.of());
    }

    static Outcome failure(String details) {
        return new Failure(details, Map.of());
    }

    default boolean succeeded() {
        return this instanceof Success;
    }

    default Outcome with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extra());
        more.put(key, value);
        return switch (this) {
            case Success s -> new Success(s.details, more);
            case Failure f -> new Failure(f.details, more);
        };
    }

    /// `{"result": "SUCCESS"|"FAIL", "details": …, …extra}`.
    default Map<String, Object> toReturnDictionary() {
        Map<String, Object> rd = new LinkedHashMap<>();
        rd.put("result", succeeded() ? "SUCCESS" : "FAIL");
        rd.put("details", details());
        rd.putAll(extra());
        return rd;
    }
}
