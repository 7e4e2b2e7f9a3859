package org.handyrep.conf.jinja;

/// A piece of a template.
record Token(Kind kind, String text, int line) {

    enum Kind {
        TEXT,
        /// `{{`
        OUTPUT,
        /// `{%`
        BLOCK,
        /// `}}` or `%}`
        END,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        EOF
    }

    boolean is(Kind which, String what) {
        return kind == which && text.equals(what);
    }

    /// For a message.
    String shown() {
        return switch (kind) {
            case TEXT -> "text";
            case END -> "the end of the tag";
            case EOF -> "the end of the template";
            case OUTPUT, BLOCK, NAME, STRING, INTEGER, FLOAT, OPERATOR -> "'" + text + "'";
        };
    }
}
