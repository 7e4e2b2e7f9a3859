package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handyrep.conf.Nearest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The named arguments of one call.
record Arguments(String function, Map<String, String> given) {

    private static final List<String> TRUE = List.of("true", "yes", "on", "1");
    private static final List<String> FALSE = List.of("false", "no", "off", "0");

    /// An argument that is missing or has no sense.
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    static Missing unknown(String function, String name, List<String> known) {
        String choice = known.isEmpty() ? "it takes none" : "it takes " + String.join(", ", known);
        return new Missing(function + " has no argument " + name
                + Nearest.of(name, known).map(near -> "; did you mean " + near + "?").orElse("; " + choice));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(given.get(name)).filter(value -> !value.isBlank());
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> new Missing(function + " needs " + name + "=…"));
    }

    String text(String name, String otherwise) {
        return optional(name).orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        Optional<String> word = optional(name).map(v -> v.strip().toLowerCase(Locale.ROOT));
        if (word.isPresent() && !TRUE.contains(word.get()) && !FALSE.contains(word.get())) {
            throw new Missing(name + " is True or False, not " + word.get());
        }
        return word.map(TRUE::contains).orElse(otherwise);
    }

    /// `verify` as the look it asks for.
    String verify() {
        return flag("verify", false) ? "verify" : "cached";
    }

    int positive(String name, int otherwise) {
        int number = otherwise;
        try {
            number = optional(name).map(String::strip).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            number = 0;
        }
        if (number < 1) {
            throw new Missing(name + " is a whole number from 1");
        }
        return number;
    }

    /// The keys of a server: those of the JSON object `props`, and every argument that is not `servername`.
    Map<String, String> properties() {
        Map<String, String> all = new LinkedHashMap<>();
        optional("props").ifPresent(json -> {
            JsonNode node;
            try {
                node = JsonMapper.shared().readTree(json);
            } catch (JacksonException e) {
                throw new Missing("props is a JSON object: " + e.getOriginalMessage());
            }
            if (!node.isObject()) {
                throw new Missing("props is a JSON object");
            }
            node.properties().forEach(e -> {
                if (e.getValue().isContainer()) {
                    throw new Missing(e.getKey() + " of props is one value, not a list or an object");
                }
                all.put(e.getKey(), e.getValue().isNull() ? "" : e.getValue().asString());
            });
        });
        given.forEach((key, value) -> {
            if (!key.equals("servername") && !key.equals("props")) {
                all.put(key, value);
            }
        });
        return all;
    }
}
