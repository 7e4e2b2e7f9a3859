package org.handyrep.ui.plan;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.main.Navigator;

/// The report of an operation in a file of the operator's choice.
public final class ReportFile {

    private ReportFile() {}

    /// Asks where to, then writes in the background and says what came of it.
    public static void ask(Engine engine, Navigator nav, Window owner, Operation operation) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save report");
        chooser.setInitialFileName(suggestedName(operation));
        File file = chooser.showSaveDialog(owner);
        if (file != null) {
            nav.background(
                    () -> write(engine, operation.id(), file.toPath()),
                    o -> nav.notify(o.succeeded() ? Mark.OK : Mark.WARNING, o.details()));
        }
    }

    static String suggestedName(Operation operation) {
        return "handyrep-" + operation.id().replaceAll("[^A-Za-z0-9._-]", "_") + ".txt";
    }

    static Outcome write(Engine engine, String operationId, Path file) {
        try {
            String text = engine.report(operationId).orElse("");
            if (text.isEmpty()) {
                return Outcome.failure("There is no report of " + operationId + ".");
            }
            Files.writeString(file, text);
            return Outcome.success("Saved " + file);
        } catch (IOException e) {
            return Outcome.failure("Could not save " + file + ": " + e.getMessage());
        }
    }
}
