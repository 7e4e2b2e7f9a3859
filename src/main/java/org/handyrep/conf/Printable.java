package org.handyrep.conf;

/// Characters that have no business in a name or value: they could forge lines of a log or hide in a terminal.
final class Printable {

    private Printable() {}

    static boolean hasControls(String text) {
        return text.codePoints().anyMatch(Printable::isControl);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
