package org.handyrep.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Sighting;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Shell;

/// Asks a PostgreSQL port the one thing that needs no login: "do you speak TLS?". Only a living postmaster answers.
///
/// A frozen one accepts the connection (its kernel does) and stays silent.
final class Vantage {

    /// SSLRequest: length 8, code 80877103.
    private static final byte[] QUESTION = {0, 0, 0, 8, 4, (byte) 210, 22, 47};

    private static final String SCRIPT =
            """
            echo asking
            exec 3<>"/dev/tcp/$1/$2" || exit 1
            echo connected
            printf '\\000\\000\\000\\010\\004\\322\\026\\057' >&3
            head -c 1 <&3
            """;

    private Vantage() {}

    static Sighting fromHere(Server server, Duration deadline) {
        int millis = (int) deadline.toMillis();
        boolean connected = false;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.hostname(), server.port()), millis);
            connected = true;
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(QUESTION);
            InputStream in = socket.getInputStream();
            return in.read() >= 0
                    ? new Sighting("", Sighting.Kind.ANSWERS, "it answers")
                    : new Sighting("", Sighting.Kind.SILENT, "it closes the connection");
        } catch (SocketTimeoutException e) {
            return connected ? accepts("") : new Sighting("", Sighting.Kind.SILENT, "no connection within " + millis + " ms");
        } catch (IOException | UncheckedIOException e) {
            return new Sighting("", Sighting.Kind.SILENT, String.valueOf(e.getMessage()));
        }
    }

    /// Whether a connection comes about at all, or is refused, which needs a host that lives.
    static boolean connects(String host, int port, Duration deadline) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) deadline.toMillis());
            return true;
        } catch (ConnectException e) {
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /// @param from the server on whose host the shell is
    static Sighting fromHost(Server from, Shell shell, Server server, Duration deadline) {
        String seconds = String.format(Locale.ROOT, "%.1f", Math.max(100, deadline.toMillis()) / 1000.0);
        Command command = Command.of(
                        "timeout",
                        seconds,
                        "bash",
                        "-c",
                        SCRIPT,
                        "handyrep",
                        server.hostname(),
                        Integer.toString(server.port()))
                .within(deadline.plusSeconds(2));
        return switch (shell.run(command)) {
            case CommandResult.Exited e -> said(from.name(), e);
            case CommandResult.Unfinished u -> new Sighting(from.name(), Sighting.Kind.UNKNOWN, u.why());
            case CommandResult.NotStarted n -> new Sighting(from.name(), Sighting.Kind.UNKNOWN, n.why());
        };
    }

    /// Without its first word the script did not run: an unknown option of another `timeout` is no silence.
    private static Sighting said(String from, CommandResult.Exited result) {
        String output = result.output();
        if (output.startsWith("asking\nconnected\nS") || output.startsWith("asking\nconnected\nN")) {
            return new Sighting(from, Sighting.Kind.ANSWERS, "it answers");
        }
        if (output.startsWith("asking\nconnected")) {
            return accepts(from);
        }
        return output.startsWith("asking") && (result.status() == 124 || result.status() == 1)
                ? new Sighting(from, Sighting.Kind.SILENT, "it does not answer")
                : new Sighting(from, Sighting.Kind.UNKNOWN, result.lastWords());
    }

    private static Sighting accepts(String from) {
        return new Sighting(from, Sighting.Kind.ACCEPTS, "its port accepts connections, but nobody answers");
    }
}
