package org.handyrep.ui.common;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/// Asks a person about the SSH key of a host that was never seen before.
public final class HostKeyDialog {

    private final Supplier<Optional<Window>> owner;

    /// @param owner the window to ask over; without one the key is refused
    public HostKeyDialog(Supplier<Optional<Window>> owner) {
        this.owner = owner;
    }

    /// Over whichever window of this program has the focus.
    public static HostKeyDialog overFocusedWindow() {
        return new HostKeyDialog(() -> Window.getWindows().stream()
                .filter(w -> w.isFocused() && w.getScene() != null)
                .findFirst()
                .or(() -> Window.getWindows().stream().filter(w -> w.getScene() != null && w.isShowing()).findFirst()));
    }

    /// From any thread but the JavaFX thread; waits for the answer. One question at a time.
    ///
    /// @param fingerprint `SHA256:…` as OpenSSH prints it
    /// @return true to trust and store the key
    public synchronized boolean accept(String host, int port, String type, String fingerprint) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            Platform.runLater(() -> {
                try {
                    answer.complete(ask(host, port, type, fingerprint));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            return answer.join();
        } catch (IllegalStateException | CompletionException e) {
            return false;
        }
    }

    private boolean ask(String host, int port, String type, String fingerprint) {
        Label key = new Label(type + "\n" + fingerprint);
        key.getStyleClass().addAll("mono", "callout", "tone-warn");
        key.setMaxWidth(Double.MAX_VALUE);
        return owner.get()
                .map(window -> new Asking(
                                "Unknown SSH key of " + host,
                                "The console has never talked to " + host + ", port " + port
                                        + ". Compare this fingerprint with the one that ssh-keygen -lf prints on that host. "
                                        + "If they differ, somebody stands between.",
                                "Trust this key",
                                Optional.empty(),
                                true)
                        .ask(window, Optional.of(new VBox(key))))
                .orElse(false);
    }
}
