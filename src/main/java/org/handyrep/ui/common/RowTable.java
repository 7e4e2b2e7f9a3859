package org.handyrep.ui.common;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.text.Text;

/// A list on screen that can be searched, sorted and copied. Selection and order survive new rows.
///
/// @param <T> a row; immutable
public final class RowTable<T> {

    private static final KeyCombination COPY = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

    private final Function<T, Object> key;
    private final TableView<T> table = new TableView<>();
    private final ObservableList<T> rows = FXCollections.observableArrayList();
    private final FilteredList<T> found = new FilteredList<>(rows);
    private final List<Function<T, String>> texts = new ArrayList<>();

    /// @param key what makes two rows the same thing at different times
    /// @param placeholder what is said when there is no row
    public RowTable(String placeholder, Function<T, Object> key) {
        this.key = key;
        SortedList<T> sorted = new SortedList<>(found);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        Label none = new Label(placeholder);
        none.setWrapText(true);
        table.setPlaceholder(none);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.setOnKeyPressed(e -> {
            if (COPY.match(e)) {
                Copying.toClipboard(copyText());
                e.consume();
            }
        });
    }

    /// Adds a column of text; digits sort as numbers where both are.
    public RowTable<T> column(String title, double width, Function<T, String> text, String... styles) {
        return column(title, width, text, t -> Optional.empty(), styles);
    }

    /// Adds a column with a picture before its text.
    public RowTable<T> column(
            String title, double width, Function<T, String> text, Function<T, Optional<Node>> picture, String... styles) {
        TableColumn<T, T> column = new TableColumn<>(title);
        column.setPrefWidth(width);
        column.setCellValueFactory(c -> new ReadOnlyObjectWrapper<>(c.getValue()));
        column.setComparator(Comparator.comparing(text, NaturalOrder.INSTANCE));
        column.setCellFactory(c -> new TextCell<>(text, picture, styles));
        table.getColumns().add(column);
        texts.add(text);
        return this;
    }

    /// Adds a column whose text may take several lines.
    public RowTable<T> wrapped(String title, double width, Function<T, String> text) {
        column(title, width, text);
        TableColumn<T, ?> column = table.getColumns().getLast();
        wrap(column, text);
        return this;
    }

    private void wrap(TableColumn<T, ?> column, Function<T, String> text) {
        @SuppressWarnings("unchecked")
        TableColumn<T, T> same = (TableColumn<T, T>) column;
        same.setCellFactory(c -> new TextCell<>(t -> "", t -> {
            Text flowing = new Text(text.apply(t));
            flowing.getStyleClass().add("wrapped");
            flowing.wrappingWidthProperty().bind(column.widthProperty().subtract(20));
            return Optional.of(flowing);
        }, "wrapped-cell"));
    }

    /// Gives the last column what room is left, so that nothing scrolls sideways.
    public void fillWidth() {
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    }

    public TableView<T> view() {
        return table;
    }

    /// Shows these rows; nothing moves when nothing changed.
    public void show(List<T> newRows) {
        if (rows.equals(newRows)) {
            return;
        }
        Object selected = Optional.ofNullable(table.getSelectionModel().getSelectedItem())
                .map(key)
                .orElse(null);
        rows.setAll(newRows);
        if (selected != null) {
            table.getItems().stream()
                    .filter(r -> Objects.equals(key.apply(r), selected))
                    .findFirst()
                    .ifPresent(r -> table.getSelectionModel().clearAndSelect(table.getItems().indexOf(r)));
        }
    }

    /// Adds rows at the end and drops the first ones when there are more than `limit`.
    public void append(List<T> more, int limit) {
        List<T> kept = more.size() > limit ? more.subList(more.size() - limit, more.size()) : more;
        int tooMany = rows.size() + kept.size() - limit;
        if (tooMany > 0) {
            rows.remove(0, tooMany);
        }
        rows.addAll(kept);
    }

    public List<T> shown() {
        return List.copyOf(table.getItems());
    }

    public Optional<T> selected() {
        return Optional.ofNullable(table.getSelectionModel().getSelectedItem());
    }

    /// Tells of the selected row, also when it got newer facts; empty when there is none.
    public void onSelected(Consumer<Optional<T>> watcher) {
        table.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> watcher.accept(Optional.ofNullable(is)));
    }

    /// Only rows in which all words occur.
    public void search(String words) {
        only(r -> TextFilter.matches(words, cells(r).toArray(String[]::new)));
    }

    /// Only rows of this kind, instead of what was searched before.
    public void only(Predicate<T> kind) {
        found.setPredicate(kind);
    }

    /// A field that searches this table. Esc clears it.
    public TextField searchField(String prompt) {
        TextField field = new TextField();
        field.setPromptText(prompt);
        field.setPrefColumnCount(22);
        field.getStyleClass().add("search-field");
        field.setAccessibleText(prompt);
        field.textProperty().addListener((o, was, is) -> search(is));
        field.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                e.consume();
            }
        });
        return field;
    }

    /// The selected rows, or all that are shown, with a heading, tabs between columns.
    public String copyText() {
        List<T> chosen = table.getSelectionModel().getSelectedItems();
        return text(chosen.isEmpty() ? table.getItems() : chosen);
    }

    /// A button that copies the selected rows, or all where none is.
    public Button copyButton(String id) {
        return copyButton(id, this::copyText);
    }

    /// A button that copies all rows that are shown, for a table in which a selection means something else.
    public Button copyAllButton(String id) {
        return copyButton(id, () -> text(table.getItems()));
    }

    private static Button copyButton(String id, Supplier<String> text) {
        Button copy = new Button("_Copy");
        copy.setId(id);
        copy.setOnAction(e -> Copying.toClipboard(text.get()));
        return copy;
    }

    private String text(List<T> which) {
        String heading = table.getColumns().stream().map(TableColumn::getText).collect(Collectors.joining("\t"));
        return which.stream()
                .map(r -> String.join("\t", cells(r)))
                .collect(Collectors.joining("\n", heading + "\n", "\n"));
    }

    private List<String> cells(T row) {
        return texts.stream().map(t -> t.apply(row)).toList();
    }

    private static final class TextCell<T> extends TableCell<T, T> {

        private final Function<T, String> text;
        private final Function<T, Optional<Node>> picture;

        TextCell(Function<T, String> text, Function<T, Optional<Node>> picture, String... styles) {
            this.text = text;
            this.picture = picture;
            getStyleClass().addAll(styles);
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            boolean nothing = empty || item == null;
            setText(nothing ? null : text.apply(item));
            setGraphic(nothing ? null : picture.apply(item).orElse(null));
        }
    }
}
