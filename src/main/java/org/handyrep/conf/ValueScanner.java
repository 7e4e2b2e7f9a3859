package org.handyrep.conf;

import java.util.ArrayList;
import java.util.List;

/// Reads the part of one line after `=`: a bare or quoted value or a comma list, and perhaps a comment.
final class ValueScanner {

    private final String key;
    private final String text;
    private final Spot at;
    private final Problems problems;
    private final List<String> items = new ArrayList<>();
    private boolean isList;
    private int position;

    private ValueScanner(String key, String text, Spot at, Problems problems) {
        this.key = key;
        this.text = text;
        this.at = at;
        this.problems = problems;
    }

    static ConfValue scan(String key, String text, Spot at, Problems problems) {
        ValueScanner scanner = new ValueScanner(key, text, at, problems);
        scanner.run();
        boolean blank = scanner.items.isEmpty() && !scanner.isList;
        return new ConfValue(blank ? List.of("") : scanner.items, scanner.isList, at);
    }

    private void run() {
        boolean expectsItem = true;
        while (true) {
            skipBlanks();
            if (position >= text.length() || text.charAt(position) == '#') {
                return;
            }
            char c = text.charAt(position);
            if (c == ',') {
                if (expectsItem && !(items.isEmpty() && !isList)) {
                    problems.error(at.line(), "there is nothing between two commas in the list of " + key);
                }
                isList = true;
                expectsItem = true;
                position++;
            } else if (!expectsItem) {
                problems.error(at.line(), "there is text after the closing quote of " + key);
                return;
            } else {
                if (c == '"' || c == '\'') {
                    if (!quoted(c)) {
                        return;
                    }
                } else {
                    bare();
                }
                expectsItem = false;
            }
        }
    }

    private boolean quoted(char quote) {
        int end = text.indexOf(quote, position + 1);
        if (end < 0) {
            problems.error(at.line(), "the value of " + key + " opens with " + quote + " which is not closed on this line");
            return false;
        }
        items.add(text.substring(position + 1, end));
        position = end + 1;
        return true;
    }

    private void bare() {
        int start = position;
        while (position < text.length() && text.charAt(position) != ',' && text.charAt(position) != '#') {
            position++;
        }
        String item = text.substring(start, position);
        if (position < text.length() && text.charAt(position) == '#' && item.equals(item.stripTrailing())) {
            problems.warning(
                    at.line(), "# begins a comment, so the value of " + key + " ends before it; quote the value to keep it");
        }
        items.add(item.strip());
    }

    private void skipBlanks() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }
}
