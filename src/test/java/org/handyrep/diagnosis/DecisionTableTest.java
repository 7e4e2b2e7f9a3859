package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The document with the decision tables says what the code does.
class DecisionTableTest {

    private static final Path DOCUMENT = Path.of("src/main/java/org/handyrep/diagnosis/README.md");
    private static final String BEGIN = "<!-- tables -->\n";
    private static final String END = "<!-- end of tables -->\n";

    @Test
    void theDocumentIsInStepWithTheCode() throws IOException {
        String text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        String wanted = text.substring(0, begin) + Diagnoses.tables() + text.substring(text.indexOf(END));
        if (Boolean.getBoolean("handyrep.write")) {
            Files.writeString(DOCUMENT, wanted);
            return;
        }
        assertEquals(wanted, text, () -> "write it anew: mvn test -Dtest=DecisionTableTest -Dhandyrep.write=true");
    }
}
