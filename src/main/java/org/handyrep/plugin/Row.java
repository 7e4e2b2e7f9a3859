package org.handyrep.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Lsn;
import org.jspecify.annotations.Nullable;

/// One row of an answer, each column as the text PostgreSQL sends.
public record Row(Map<String, @Nullable String> columns) {

    public Row {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public Optional<String> text(String column) {
        if (!columns.containsKey(column)) {
            throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
        }
        return Optional.ofNullable(columns.get(column));
    }

    /// The column's text, empty for NULL.
    public String string(String column) {
        return text(column).orElse("");
    }

    public Optional<Lsn> lsn(String column) {
        return text(column).map(Lsn::parse);
    }

    public Optional<Long> number(String column) {
        return text(column).map(Long::parseLong);
    }

    public Optional<Double> decimal(String column) {
        return text(column).map(Double::parseDouble);
    }

    public boolean isTrue(String column) {
        return text(column).map(t -> t.equals("t") || t.equals("true")).orElse(false);
    }
}
