package org.handyrep.ui.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The fields of a server's form, each with its default as prompt and with what is wrong with it below.
final class ServerFields {

    private static final String NAME = "name";
    private static final String MORE = "more";
    private static final Map<String, List<String>> GROUPS = groups();

    private final Consumer<UnaryOperator<ServerForm>> change;
    private final Map<String, TextInputControl> fields = new LinkedHashMap<>();
    private final Map<String, ComboBox<String>> choices = new LinkedHashMap<>();
    private final Map<String, Label> troubles = new LinkedHashMap<>();
    private final VBox box = new VBox(16);
    private boolean showing;

    /// @param change told what is typed
    ServerFields(Consumer<UnaryOperator<ServerForm>> change) {
        this.change = change;
        GROUPS.forEach((heading, keys) -> {
            GridPane grid = new GridPane(12, 4);
            grid.getColumnConstraints().addAll(
                    new ColumnConstraints(128), new ColumnConstraints(160, 280, Double.MAX_VALUE, Priority.ALWAYS, HPos.LEFT, true));
            keys.forEach(key -> add(grid, key));
            Label head = new Label(heading);
            head.getStyleClass().add("heading");
            box.getChildren().add(new VBox(8, head, grid));
        });
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("Server", List.of(NAME, "hostname", "port", "role", "failover_priority", "lag_limit"));
        all.put("SSH", List.of("ssh_user", "ssh_port", "ssh_key"));
        all.put("Database", List.of("pgdata", "pgconf", "wal_location"));
        all.put("Methods", List.of("clone_method", "restart_method", "promotion_method"));
        all.put("Further settings", List.of(MORE));
        return all;
    }

    Node node() {
        return box;
    }

    /// The name of a new server, the host of one that has a name.
    Node firstFocus() {
        TextInputControl name = field(NAME);
        return name.isDisabled() ? field("hostname") : name;
    }

    private TextInputControl field(String key) {
        TextInputControl field = fields.get(key);
        if (field == null) {
            throw new IllegalArgumentException("there is no field " + key);
        }
        return field;
    }

    private void add(GridPane grid, String key) {
        Node control;
        if (key.equals("role") || key.endsWith("_method")) {
            ComboBox<String> box = new ComboBox<>();
            box.setEditable(true);
            box.setMaxWidth(Double.MAX_VALUE);
            box.setId("server-" + key);
            choices.put(key, box);
            fields.put(key, box.getEditor());
            control = box;
        } else {
            TextInputControl field = key.equals(MORE) ? area() : new TextField();
            field.setId("server-" + key);
            fields.put(key, field);
            control = field;
        }
        TextInputControl field = field(key);
        if (!key.equals("role") && !key.endsWith("priority") && !key.equals(NAME)) {
            field.getStyleClass().add("mono");
        }
        field.textProperty().addListener((o, was, is) -> typed(key, is));
        Label label = new Label(key.equals(MORE) ? "key = value" : key);
        label.setLabelFor(control);
        label.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(label, VPos.TOP);
        GridPane.setMargin(label, new Insets(6, 0, 0, 0));
        Label trouble = new Label();
        trouble.getStyleClass().addAll("small", "status-word", "tone-bad");
        trouble.setWrapText(true);
        trouble.setMinHeight(Region.USE_PREF_SIZE);
        trouble.setId("trouble-" + key);
        troubles.put(key, trouble);
        grid.addRow(grid.getRowCount(), label, new VBox(2, control, trouble));
    }

    private static TextArea area() {
        TextArea area = new TextArea();
        area.setPrefRowCount(4);
        area.setPromptText("clone_parameters = listen_addresses=*\ntablespace_mapping = /fast=/slow");
        return area;
    }

    private void typed(String key, String text) {
        if (!showing) {
            change.accept(form -> key.equals(NAME) ? form.named(text) : key.equals(MORE) ? form.withMore(text) : form.with(key, text));
        }
    }

    /// @param defaults of `[server_defaults]`
    /// @param meanings of the options
    /// @param offered what may be chosen, by option
    void prepare(Map<String, String> defaults, Map<String, String> meanings, Map<String, List<String>> offered) {
        showing = true;
        fields.forEach((key, field) -> {
            String otherwise = defaults.getOrDefault(key, "none");
            ComboBox<String> box = choices.get(key);
            if (box != null) {
                box.setPromptText(otherwise);
            } else if (!key.equals(MORE) && !key.equals(NAME) && !key.equals("hostname")) {
                field.setPromptText(otherwise);
            }
            String meaning = meanings.getOrDefault(key, "");
            if (!meaning.isEmpty()) {
                // The editor of a choice has its tooltip from the choice.
                Control shown = box != null ? box : field;
                shown.setTooltip(new Tooltip(meaning));
                shown.setAccessibleHelp(meaning);
            }
        });
        field("hostname").setPromptText("host name or address");
        choices.forEach((key, box) -> box.getItems().setAll(offered.getOrDefault(key, List.of())));
        showing = false;
    }

    void show(ServerForm form) {
        showing = true;
        fields.forEach((key, field) -> {
            String text = key.equals(NAME) ? form.name() : key.equals(MORE) ? form.more() : form.values().getOrDefault(key, "");
            if (!text.equals(field.getText())) {
                field.setText(text);
            }
            ComboBox<String> box = choices.get(key);
            if (box != null) {
                box.setValue(text);
            }
        });
        field(NAME).setDisable(form.original().isPresent());
        showing = false;
    }

    /// @param problems by field; all others are fine
    void trouble(Map<String, String> problems) {
        troubles.forEach((key, label) -> {
            String why = problems.getOrDefault(key, "");
            label.setText(why);
            label.setVisible(!why.isEmpty());
            label.setManaged(!why.isEmpty());
        });
    }
}
