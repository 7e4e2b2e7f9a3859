package org.handyrep.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ConnectionProblem.Kind;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the network and false servers answer; the real one is asked elsewhere.
@Timeout(300)
class SqlSessionTest {

    private static final String HOST = "127.0.35.1";
    private static final String PASSWORD = "never t0 be seen";

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket free = listen()) {
            port = free.getLocalPort();
        }
        ConnectionProblem problem = problem(HOST, port);
        assertEquals(Kind.REFUSED, problem.kind());
        assertEquals("john (127.0.35.1:" + port + "): connection refused", problem.message());
    }

    @Test
    void hazard28_aFrozenServerNeverBlocksLongerThanTheDeadline() throws Exception {
        try (ServerSocket frozen = listen()) {
            long start = System.nanoTime();
            ConnectionProblem problem = problem(HOST, frozen.getLocalPort());
            assertEquals(Kind.TIMED_OUT, problem.kind());
            assertTrue(System.nanoTime() - start < 50_000_000_000L, "the deadline of 700 ms did not hold");
        }
    }

    @Test
    void aServerThatHangsUp() throws Exception {
        try (ServerSocket rude = listen()) {
            answer(rude, new byte[0]);
            assertEquals(Kind.RESET, problem(HOST, rude.getLocalPort()).kind());
        }
    }

    @Test
    void shuttingDownAndStartingUpProveLife() throws Exception {
        Map<String, Kind> kinds = Map.of(
                "the database system is starting up", Kind.STARTING_UP,
                "the database system is in recovery mode", Kind.STARTING_UP,
                "the database system is shutting down", Kind.SHUTTING_DOWN);
        for (Map.Entry<String, Kind> kind : kinds.entrySet()) {
            try (ServerSocket server = listen()) {
                answer(server, error("57P03", kind.getKey()));
                ConnectionProblem problem = problem(HOST, server.getLocalPort());
                assertEquals(kind.getValue(), problem.kind());
                assertEquals("57P03", problem.sqlState());
                assertTrue(problem.provesLife() && problem.message().endsWith(kind.getKey()), problem.message());
            }
        }
    }

    @Test
    void scenario30_tooManyConnectionsProvesLife() throws Exception {
        try (ServerSocket full = listen()) {
            answer(full, error("53300", "sorry, too many clients already"));
            ConnectionProblem problem = problem(HOST, full.getLocalPort());
            assertEquals(Kind.TOO_MANY_CONNECTIONS, problem.kind());
            assertTrue(problem.provesLife());
        }
    }

    @Test
    void hostileHostNamesNeverBecomePartOfTheAddress() {
        for (String host : new String[] {"", "a,b", "x/y?socketFactory=evil", "; rm -rf", "$(touch owned)", "a\nb", "-h"}) {
            ConnectionProblem problem = problem(host, 5432);
            assertEquals(Kind.OTHER, problem.kind(), host);
            assertTrue(problem.message().contains("it is not a host name"), problem.message());
        }
        assertEquals(Kind.UNKNOWN_HOST, problem("no-such-host.invalid", 5432).kind());
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByName(HOST));
    }

    private static void answer(ServerSocket server, byte[] bytes) {
        Thread.startVirtualThread(() -> {
            try (Socket socket = server.accept()) {
                var unused = socket.getInputStream().read(new byte[1000]);
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] error(String state, String message) {
        byte[] body = ("SFATAL\0C" + state + "\0M" + message + "\0\0").getBytes(StandardCharsets.UTF_8);
        return java.nio.ByteBuffer.allocate(body.length + 5).put((byte) 'E').putInt(body.length + 4).put(body).array();
    }

    private static ConnectionProblem problem(String host, int port) {
        SqlSettings settings = SqlSettings.standard()
                .withLogins(login -> "handyrep", login -> new Secret(PASSWORD))
                .withSsl(Map.of("sslmode", "disable"))
                .withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        Server server = new Server("john", host, port, Role.MASTER, true, 1, 1000, Map.of());
        try (Sql sql = new SqlSessions(settings).open(server, Login.HANDYREP)) {
            ConnectionProblem problem = assertInstanceOf(
                            SqlResult.Failed.class, sql.run(Duration.ofMillis(700), "SELECT 1"))
                    .problem();
            assertTrue(!problem.message().contains(PASSWORD), problem.message());
            return problem;
        }
    }
}
