package org.handyrep.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns, each printed at once, so that long tests can be followed. The last column is as wide as it is.
final class CheckTable {

    private final PrintWriter out;
    private final List<Integer> widths = new ArrayList<>();

    /// @param columns what may come in each column but the last
    CheckTable(PrintWriter out, List<List<String>> columns) {
        this.out = out;
        columns.forEach(c -> widths.add(Math.max(8, c.stream().mapToInt(String::length).max().orElse(0))));
    }

    void row(String... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i].replaceAll("\\s*\\R\\s*", " ");
            line.append(cell);
            if (i < widths.size()) {
                line.append(" ".repeat(Math.max(0, widths.get(i) - cell.length()) + 2));
            }
        }
        out.println(line.toString().stripTrailing());
    }
}
