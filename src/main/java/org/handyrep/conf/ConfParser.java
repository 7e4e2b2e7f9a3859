package org.handyrep.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads ConfigObj's INI dialect: `[section]`, `[[subsection]]`, `#` comments, quoted and triple-quoted values, comma lists.
///
/// It never throws and never gives up: what it cannot read becomes a problem, and it goes on with the next line.
/// Messages name keys, not values, because any value may be a password.
final class ConfParser {

    private static final Pattern HEADER = Pattern.compile(
            "(?<open>\\[(?:\\s*\\[)*)\\s*(?:\"(?<double>[^\"]*)\"|'(?<single>[^']*)'|(?<bare>[^'\"\\s\\[].*?))"
                    + "\\s*(?<close>\\](?:\\s*\\])*)\\s*(?:#.*)?");
    private static final Pattern ENTRY =
            Pattern.compile("(?:\"(?<double>[^\"]*)\"|'(?<single>[^']*)'|(?<bare>[^'\"=].*?))\\s*=\\s*(?<value>.*)");

    private static final int LONGEST_LINE = 20_000;
    private static final int LONGEST_HEADER = 1_000;

    private final Problems problems;
    private final String[] lines;
    private final List<ConfSection> path = new ArrayList<>();
    private int index;

    private ConfParser(String text, Problems problems) {
        this.lines = text.split("\r\n|\n|\r", -1);
        this.problems = problems;
    }

    static ConfSection parse(String text, Problems problems) {
        ConfParser parser = new ConfParser(text, problems);
        ConfSection root = ConfSection.empty("", new Spot(1, 1));
        parser.path.add(root);
        while (parser.index < parser.lines.length) {
            parser.line();
            parser.index++;
        }
        if (!text.isEmpty() && !text.endsWith("\n") && !text.endsWith("\r")) {
            problems.warning(parser.lines.length, "the last line has no end; was the file cut off?");
        }
        return root;
    }

    private void line() {
        String raw = lines[index];
        String line = raw.strip();
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        Spot at = new Spot(index + 1, raw.indexOf(line) + 1);
        if (line.length() > (line.startsWith("[") ? LONGEST_HEADER : LONGEST_LINE)) {
            problems.error(at.line(), "this line is too long to be meant: " + line.length() + " characters");
        } else if (line.startsWith("[")) {
            header(line, at);
        } else {
            entry(line, at);
        }
    }

    private void header(String line, Spot at) {
        Matcher found = HEADER.matcher(line);
        if (!found.matches()) {
            problems.error(at.line(), "this is not a section header; write [name] or [[name]]");
            lost(line, at);
            return;
        }
        int depth = count(found.group("open"), '[');
        String name = chosen(found);
        if (depth != count(found.group("close"), ']')) {
            problems.error(at.line(), "section " + shown(name) + " has " + depth + " [ but "
                    + count(found.group("close"), ']') + " ]");
        }
        if (depth > path.size()) {
            problems.error(at.line(), "section " + shown(name) + " is nested too deep: there is no section for it to be in");
            depth = path.size();
        }
        while (path.size() > depth) {
            path.removeLast();
        }
        ConfSection section = ConfSection.empty(name, at);
        ConfSection earlier = path.getLast().sections().putIfAbsent(name, section);
        if (earlier != null) {
            boolean isServer = depth == 2 && path.getLast().name().equals("servers");
            problems.error(at.line(), (isServer ? "server " : "section ") + shown(name)
                    + " is there twice, first on line " + earlier.at().line());
        }
        path.add(section);
    }

    /// What follows a header that cannot be read must not be taken for part of the section before it.
    private void lost(String line, Spot at) {
        int depth = Math.min(count(line.replaceAll("[^\\[].*", ""), '['), path.size());
        while (path.size() > Math.max(depth, 1)) {
            path.removeLast();
        }
        path.add(ConfSection.empty("?", at));
    }

    private void entry(String line, Spot at) {
        Matcher found = ENTRY.matcher(line);
        if (!found.matches()) {
            problems.error(at.line(), "this line is neither a [section] nor a key = value");
            return;
        }
        String key = chosen(found);
        if (key.isEmpty() || Printable.hasControls(key)) {
            problems.error(at.line(), "the key before = is " + (key.isEmpty() ? "empty" : "not printable text"));
            return;
        }
        String value = found.group("value");
        ConfValue read = value.startsWith("'''") || value.startsWith("\"\"\"")
                ? block(key, value, at)
                : ValueScanner.scan(key, value, at, problems);
        ConfSection here = path.getLast();
        ConfValue earlier = here.values().putIfAbsent(key, read);
        if (earlier != null) {
            problems.error(at.line(), "key " + key + " is there twice in this section, first on line "
                    + earlier.at().line());
        }
        if (here.name().isEmpty() && path.size() == 1) {
            problems.error(at.line(), "key " + key + " stands before the first [section]");
        }
    }

    private ConfValue block(String key, String start, Spot at) {
        String quote = start.substring(0, 3);
        StringBuilder text = new StringBuilder();
        String rest = start.substring(3);
        int first = index;
        while (true) {
            int end = rest.indexOf(quote);
            if (end >= 0) {
                text.append(rest, 0, end);
                String after = rest.substring(end + 3).strip();
                if (!after.isEmpty() && !after.startsWith("#")) {
                    problems.error(index + 1, "there is text after the closing " + quote + " of " + key);
                }
                return new ConfValue(List.of(text.toString()), false, at);
            }
            text.append(rest).append('\n');
            if (index + 1 >= lines.length) {
                problems.error(first + 1, "the value of " + key + " opens with " + quote + " which is never closed");
                return new ConfValue(List.of(""), false, at);
            }
            rest = lines[++index];
        }
    }

    private static String chosen(Matcher found) {
        for (String group : List.of("double", "single", "bare")) {
            String text = found.group(group);
            if (text != null) {
                return text.strip();
            }
        }
        return "";
    }

    private static int count(String text, char wanted) {
        return (int) text.chars().filter(c -> c == wanted).count();
    }

    static String shown(String name) {
        return Printable.hasControls(name) ? "(not printable)" : name;
    }
}
