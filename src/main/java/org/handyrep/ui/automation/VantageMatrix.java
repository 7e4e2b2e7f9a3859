package org.handyrep.ui.automation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.diagnosis.VantagePoint;
import org.handyrep.diagnosis.VantagePoint.Saw;
import org.handyrep.diagnosis.VantagePoint.Way;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// Who sees whom, as rows and columns: a place that looks in each row, a server in each column.
///
/// @param subject the server that the verdict is about; its column is the first
/// @param columns at most [#MOST_COLUMNS]; of a large cluster those that not everybody sees alive come first
/// @param left servers that have no column
public record VantageMatrix(String subject, List<String> columns, int left, List<Row> rows) {

    static final int MOST_COLUMNS = 5;

    /// @param place `this console, by SQL`
    /// @param cells by server
    public record Row(String place, Map<String, VantagePoint> cells) {
        public Row {
            cells = Map.copyOf(cells);
        }
    }

    public VantageMatrix {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    public static VantageMatrix of(ClusterView view) {
        List<VantagePoint> points = view.diagnosis().vantages();
        Set<String> seen = new LinkedHashSet<>();
        points.forEach(p -> seen.add(p.to()));
        String subject = Optional.of(view.diagnosis().verdict().server())
                .filter(seen::contains)
                .or(() -> view.snapshot().configuredPrimary().map(o -> o.name()))
                .filter(seen::contains)
                .orElse(seen.stream().findFirst().orElse(""));
        List<String> all = new ArrayList<>(seen);
        all.sort(Comparator.comparing((String s) -> !s.equals(subject))
                .thenComparing(s -> seen.size() > MOST_COLUMNS && isAlive(points, s)));
        List<String> columns = all.subList(0, Math.min(MOST_COLUMNS, all.size()));
        Map<String, Map<String, VantagePoint>> rows = new LinkedHashMap<>();
        for (VantagePoint p : points) {
            if (columns.contains(p.to())) {
                rows.computeIfAbsent(place(p), k -> new LinkedHashMap<>()).put(p.to(), p);
            }
        }
        List<Row> sorted = new ArrayList<>();
        rows.forEach((place, cells) -> sorted.add(new Row(place, cells)));
        // what says something of the subject first
        sorted.sort(Comparator.comparing(r -> !r.cells().containsKey(subject)));
        return new VantageMatrix(subject, columns, all.size() - columns.size(), sorted);
    }

    private static boolean isAlive(List<VantagePoint> points, String server) {
        return points.stream().filter(p -> p.to().equals(server)).allMatch(p -> p.saw() == Saw.ALIVE);
    }

    private static String place(VantagePoint p) {
        boolean console = p.from().isEmpty();
        return switch (p.by()) {
            case SQL -> console ? "this console, SQL" : p.from() + ", SQL";
            case SSH -> console ? "this console, SSH" : p.from() + ", SSH";
            case WAL -> p.from() + ", WAL receiver";
            case PORT -> console ? "this console, port" : p.from() + ", port";
        };
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// `3 of 6 places see john alive, the newest 0.1 s ago; 2 silent, 1 unknown.`
    public String summary(Duration since) {
        List<VantagePoint> cells =
                rows.stream().flatMap(r -> Optional.ofNullable(r.cells().get(subject)).stream()).toList();
        if (cells.isEmpty()) {
            return "Nobody has looked yet.";
        }
        long alive = count(cells, Saw.ALIVE);
        StringBuilder text = new StringBuilder();
        text.append(alive == 0 ? "None" : alive == cells.size() ? "All" : String.valueOf(alive));
        text.append(" of ").append(Formats.count(cells.size(), "place")).append(alive == 1 ? " sees " : " see ").append(subject).append(" alive");
        cells.stream()
                .filter(c -> c.saw() == Saw.ALIVE)
                .flatMap(c -> c.age().stream())
                .min(Comparator.naturalOrder())
                .ifPresent(age -> text.append(", the newest ").append(Formats.seconds(age.plus(since))).append(" ago"));
        List<String> others = new ArrayList<>();
        for (Saw saw : List.of(Saw.DOUBTFUL, Saw.SILENT, Saw.UNKNOWN)) {
            long n = count(cells, saw);
            if (n > 0) {
                others.add(n + " " + word(saw));
            }
        }
        return text.append(others.isEmpty() ? "" : "; " + String.join(", ", others)).append('.').toString();
    }

    private static long count(List<VantagePoint> cells, Saw saw) {
        return cells.stream().filter(c -> c.saw() == saw).count();
    }

    static String word(Saw saw) {
        return switch (saw) {
            case ALIVE -> "alive";
            case DOUBTFUL -> "doubtful";
            case SILENT -> "silent";
            case UNKNOWN -> "unknown";
        };
    }

    static Mark mark(Saw saw) {
        return switch (saw) {
            case ALIVE -> Mark.OK;
            case DOUBTFUL -> Mark.WARNING;
            case SILENT -> Mark.DOWN;
            case UNKNOWN -> Mark.UNKNOWN;
        };
    }

    /// `0.4 s ago`; empty when it never saw anything.
    static String age(VantagePoint p, Duration since) {
        return p.age().map(a -> Formats.seconds(a.plus(since)) + " ago").orElse("");
    }

    /// A table with tabs, then what each place said.
    public String asText() {
        StringBuilder text = new StringBuilder("from");
        columns.forEach(c -> text.append('\t').append(c));
        text.append('\n');
        for (Row row : rows) {
            text.append(row.place());
            for (String column : columns) {
                VantagePoint p = row.cells().get(column);
                String age = p == null ? "" : age(p, Duration.ZERO);
                text.append('\t').append(p == null ? Formats.NOTHING : word(p.saw()) + (age.isEmpty() ? "" : " " + age));
            }
            text.append('\n');
        }
        text.append('\n');
        for (Row row : rows) {
            row.cells().values().forEach(p ->
                    text.append(row.place()).append(" → ").append(p.to()).append(": ").append(p.words()).append('\n'));
        }
        return text.toString();
    }
}
