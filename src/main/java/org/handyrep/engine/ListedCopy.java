package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// One copy of a journal, as a listing of a host shows it.
///
/// @param lines how many the file has, the line that says whose it is among them
/// @param last its last line, or the start of it
/// @param ended whether that ends the operation
record ListedCopy(String id, int lines, String last, boolean ended) {

    /// Of a line that is long; the listing may cut it later.
    private static final int START = 5000;

    private static final Pattern LINE = Pattern.compile("([0-9a-z-]{1,80})\t([0-9]{1,7})\t(.*)");

    static Optional<ListedCopy> parse(String line) {
        Matcher m = LINE.matcher(line);
        return m.matches()
                ? Optional.of(new ListedCopy(m.group(1), Integer.parseInt(m.group(2)), m.group(3), isEnd(m.group(3))))
                : Optional.empty();
    }

    /// Whether a journal with these lines knows all that the copy knows.
    boolean isKnown(List<String> journal) {
        String start = last.substring(0, Math.min(START, last.length()));
        return journal.stream().anyMatch(line -> line.startsWith(start));
    }

    private static boolean isEnd(String last) {
        try {
            return JsonMapper.shared().readValue(last, JournalEvent.class).kind().isEnd();
        } catch (JacksonException | NullPointerException noEvent) {
            return false;
        }
    }
}
