package org.handyrep.plugin;

import java.text.Normalizer;

/// How PostgreSQL prepares a password before it is hashed (RFC 4013), so that its hashes and ours are the same: a text that holds what the rules
/// forbid is taken as it is.
final class SaslPrep {

    private SaslPrep() {}

    static String of(String text) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(c -> !vanishes(c)).forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        String prepared = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return prepared.isEmpty() || prepared.codePoints().anyMatch(SaslPrep::isForbidden) ? text : prepared;
    }

    /// RFC 3454, table B.1.
    private static boolean vanishes(int c) {
        return c == 0x00AD || c == 0x034F || c == 0x1806 || (c >= 0x180B && c <= 0x180D) || (c >= 0x200C && c <= 0x200D)
                || c == 0x2060 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
    }

    /// RFC 3454, table C.1.2.
    private static boolean isSpace(int c) {
        return c != ' ' && (Character.getType(c) == Character.SPACE_SEPARATOR || c == 0x200B);
    }

    private static boolean isForbidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
