package org.handyrep.ui.alert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notifications by the program that each system has for it: `notify-send`, `osascript`, PowerShell. No shell sees the text; it goes as a word, or on Windows
/// as a variable of the environment.
public record DesktopNotifier(System system) implements Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(DesktopNotifier.class);

    private static final long SECONDS = 8;

    private static final String TOAST = """
            $t = [Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
            $x = $t::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
            $n = $x.GetElementsByTagName('text')
            $n.Item(0).AppendChild($x.CreateTextNode($env:HANDYREP_TITLE)) | Out-Null
            $n.Item(1).AppendChild($x.CreateTextNode($env:HANDYREP_TEXT)) | Out-Null
            $id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
            $t::CreateToastNotifier($id).Show([Windows.UI.Notifications.ToastNotification]::new($x))
            """;

    /// Whose desktop it is.
    public enum System {
        LINUX,
        MAC,
        WINDOWS;

        static System of(String osName) {
            String os = osName.toLowerCase(Locale.ROOT);
            return os.contains("mac") ? MAC : os.contains("win") ? WINDOWS : LINUX;
        }
    }

    public static DesktopNotifier ofThisDesktop() {
        return new DesktopNotifier(System.of(java.lang.System.getProperty("os.name", "")));
    }

    @Override
    public boolean tell(DesktopNote note) {
        ProcessBuilder builder = new ProcessBuilder(words(note));
        builder.environment().putAll(environment(note));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("no notification: {}", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<String> words(DesktopNote note) {
        String title = plain(note.title());
        String text = plain(note.text());
        return switch (system) {
            case LINUX ->
                List.of(
                        "notify-send", "--app-name=HandyRep", "--urgency=" + (note.urgent() ? "critical" : "normal"), "--", title, text);
            case MAC ->
                List.of(
                        "osascript", "-e", "on run argv", "-e", "display notification (item 2 of argv) with title (item 1 of argv)", "-e",
                        "end run", "--", title, text);
            case WINDOWS ->
                List.of(
                        "powershell.exe", "-NoProfile", "-NonInteractive", "-EncodedCommand",
                        Base64.getEncoder().encodeToString(TOAST.getBytes(StandardCharsets.UTF_16LE)));
        };
    }

    Map<String, String> environment(DesktopNote note) {
        return system == System.WINDOWS
                ? Map.of("HANDYREP_TITLE", plain(note.title()), "HANDYREP_TEXT", plain(note.text()))
                : Map.of();
    }

    /// Notification servers read the text as markup, and notify-send reads backslashes: nothing that means something to them is left.
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints().limit(400).forEach(c -> {
            switch (c) {
                case '<' -> plain.append('‹');
                case '>' -> plain.append('›');
                case '&' -> plain.append('＆');
                case '\\' -> plain.append('＼');
                default -> plain.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return plain.toString();
    }
}
