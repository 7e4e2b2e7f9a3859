package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.handyrep.engine.incidents.Lab.failoverTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.engine.LogLine;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.junit.jupiter.api.Test;

/// A mail server that accepts and never answers does not delay a failover; one that works tells how it went.
class DeadMailServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void aMailServerThatNeverAnswersDelaysNoFailoverAndALiveOneTellsOfIt() throws IOException {
        List<Socket> silent = new CopyOnWriteArrayList<>();
        try (Lab lab = Lab.open();
                ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> swallow(hole, silent));
            lab.look();
            mailTo(lab, hole.getLocalPort());
            lab.server("john").kill9();
            lab.awaitVerdict("PrimaryProcessDown");
            await("an alert is on its way").atMost(Lab.SOON).until(() -> !silent.isEmpty());
            Plan plan = lab.awaitPlan(failoverTo("paul"));
            long start = System.nanoTime();
            Operation failover = lab.run(plan);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(Operation.State.SUCCEEDED, failover.state(), failover::toString);
            assertTrue(took.compareTo(PATIENCE) < 0, "the failover took " + took + ", as if it had waited for the mail");

            GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
            mail.start();
            try {
                mailTo(lab, mail.getSmtp().getPort());
                for (Socket socket : silent) {
                    socket.close();
                }
                await("the success is told").atMost(Lab.SOON).until(() -> Arrays.stream(mail.getReceivedMessages())
                        .anyMatch(m -> text(m).contains("paul succeeded")));
                assertTrue(
                        logged(lab).stream().anyMatch(l -> l.startsWith("nobody was told of VERDICT")),
                        () -> logged(lab).toString());
            } finally {
                mail.stop();
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static void mailTo(Lab lab, int port) {
        lab.cluster.editConf(text -> text.replaceAll("(?m)^ *push_alert_method.*\n", "")
                        .replace("[handyrep]", "[handyrep]\n    push_alert_method = push_email_alert_simple")
                        .replaceAll("(?s)    \\[\\[push_alert_email_simple]].*", "")
                + "    [[push_alert_email_simple]]\n        email_to = anna@example.com\n"
                + "        email_from = handyrep@example.com\n        smtpserver = 127.0.0.1\n        smtpport = "
                + port + "\n        timeout = " + PATIENCE.toSeconds() + "\n");
        lab.succeeds("reload_conf");
    }

    private static List<String> logged(Lab lab) {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (AutoCloseable watch = lab.engine.watchLog(line -> collect(lines, line))) {
            return List.copyOf(lines);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void collect(List<String> lines, LogLine line) {
        if (line.category().equals("ALERT")) {
            lines.add(line.message());
        }
    }

    private static String text(jakarta.mail.internet.MimeMessage message) {
        try {
            return String.valueOf(message.getContent());
        } catch (IOException | jakarta.mail.MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static void swallow(ServerSocket hole, List<Socket> silent) {
        while (!hole.isClosed()) {
            try {
                silent.add(hole.accept());
            } catch (IOException over) {
                return;
            }
        }
    }
}
