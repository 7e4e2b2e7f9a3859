package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuotingTest {

    /// Words that would do something if any shell or SQL parser saw them.
    static final List<String> HOSTILE = List.of(
            "; rm -rf /nowhere",
            "$(touch owned)",
            "`touch owned`",
            "a'b\"c",
            "'; touch owned; '",
            "line\nbreak\n touch owned",
            "\\",
            "\\'",
            "",
            " ",
            "*",
            "~root",
            "${HOME}",
            "a=b",
            "&& touch owned",
            "| touch owned",
            "> owned",
            "#comment",
            "!history",
            "-rf",
            "--",
            "tab\there",
            "carriage\rreturn",
            "Übergröße 数据库 🐘");

    @Test
    void harmlessWordsStayReadable() {
        assertEquals(
                "/usr/lib/postgresql/15/bin/pg_ctl -D /var/lib/data --mode=fast -o '-p 5432'",
                Quoting.shell(List.of("/usr/lib/postgresql/15/bin/pg_ctl", "-D", "/var/lib/data", "--mode=fast", "-o", "-p 5432")));
    }

    @Test
    void aWordThatLooksLikeAnAssignmentIsNotOne() {
        assertEquals("'PATH=/tmp'", Quoting.shell("PATH=/tmp"));
    }

    @Test
    void nulIsRefusedEverywhere() {
        assertThrows(IllegalArgumentException.class, () -> Quoting.shell("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> Quoting.literal("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> Quoting.identifier("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> Quoting.conninfo("host", "a\0b"));
    }

    @Test
    void sqlAndConnectionStrings() {
        assertEquals("\"a \"\"b\"\"\"", Quoting.identifier("a \"b\""));
        assertEquals("'it''s'", Quoting.literal("it's"));
        assertEquals("E'\\\\''; DROP'", Quoting.literal("\\'; DROP"));
        assertEquals("password='it\\'s a \\\\ word'", Quoting.conninfo("password", "it's a \\ word"));
        assertThrows(IllegalArgumentException.class, () -> Quoting.conninfo("host=x user", "y"));
    }
}
