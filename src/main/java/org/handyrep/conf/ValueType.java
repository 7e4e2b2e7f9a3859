package org.handyrep.conf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.plugin.Kind;

/// What an option of handyrep.conf may hold.
public sealed interface ValueType {

    List<String> TRUE = List.of("true", "yes", "on", "1");
    List<String> FALSE = List.of("false", "no", "off", "0");

    /// For people: `True or False`.
    String describe();

    /// Why this value cannot be of this type; empty when it can. Says nothing about the value itself, which may be secret.
    Optional<String> obstacle(String value);

    /// The values among which a misspelled one is looked for.
    default List<String> examples() {
        return List.of();
    }

    /// HandyRep's booleans: `True`, `yes`, `on`, `1` in any case are true, all else is false.
    static boolean isTrue(String value) {
        return TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
    }

    record Bool() implements ValueType {
        @Override
        public String describe() {
            return "True or False";
        }

        @Override
        public Optional<String> obstacle(String value) {
            String word = value.strip().toLowerCase(Locale.ROOT);
            return TRUE.contains(word) || FALSE.contains(word) ? Optional.empty() : Optional.of("must be True or False");
        }

        @Override
        public List<String> examples() {
            return List.of("True", "False", "yes", "no", "on", "off");
        }
    }

    record Whole(int least, int most) implements ValueType {
        @Override
        public String describe() {
            return "whole number from " + least + " to " + most;
        }

        @Override
        public Optional<String> obstacle(String value) {
            try {
                int number = Integer.parseInt(value.strip());
                if (number >= least && number <= most) {
                    return Optional.empty();
                }
            } catch (NumberFormatException e) {
                // said below
            }
            return Optional.of("must be a " + describe());
        }
    }

    record Text() implements ValueType {
        @Override
        public String describe() {
            return "text";
        }

        @Override
        public Optional<String> obstacle(String value) {
            return Printable.hasControls(value)
                    ? Optional.of("must not contain control characters or line breaks")
                    : Optional.empty();
        }
    }

    record ListOfText() implements ValueType {
        @Override
        public String describe() {
            return "list, separated by commas";
        }

        @Override
        public Optional<String> obstacle(String value) {
            return new Text().obstacle(value);
        }
    }

    record OneOf(List<String> words) implements ValueType {
        @Override
        public String describe() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public Optional<String> obstacle(String value) {
            return words.contains(value) ? Optional.empty() : Optional.of("must be " + describe());
        }

        @Override
        public List<String> examples() {
            return words;
        }
    }

    /// @param remote a path on a database server, which must be absolute; a local one may start at the directory of handyrep.conf
    record FilePath(boolean remote) implements ValueType {
        @Override
        public String describe() {
            return remote ? "absolute path on the server" : "path";
        }

        @Override
        public Optional<String> obstacle(String value) {
            if (remote && !value.startsWith("/")) {
                return Optional.of("must be an absolute path, one that starts with /");
            }
            return new Text().obstacle(value);
        }
    }

    record Host() implements ValueType {
        @Override
        public String describe() {
            return "host name or IP address";
        }

        @Override
        public Optional<String> obstacle(String value) {
            boolean plausible = value.length() <= 253 && value.matches("[\\p{L}\\p{N}_:][\\p{L}\\p{N}_.:%-]*");
            return plausible ? Optional.empty() : Optional.of("must be a host name or an IP address");
        }
    }

    /// The name of a plugin; whether there is such a plugin is asked of [PluginNames].
    record Plugin(Kind kind) implements ValueType {
        @Override
        public String describe() {
            return "name of a plugin in plugins/" + kind.folder();
        }

        @Override
        public Optional<String> obstacle(String value) {
            return Optional.empty();
        }
    }
}
