package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alert.PushAlertEmailSimple;
import alert.PushEmailAlertSimple;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PushEmailAlertSimpleTest {

    private static final String SECTION = "push_email_alert_simple";

    @TempDir
    static Path directory = Path.of("");

    private static MailServers.Identity identity;

    private final FakeTools tools = new FakeTools();
    private GreenMail mail;

    @BeforeAll
    static void certificate() throws Exception {
        identity = MailServers.Identity.make(directory);
        System.setProperty("greenmail.tls.keystore.file", identity.store().toString());
        System.setProperty("greenmail.tls.keystore.password", "changeit");
    }

    @BeforeEach
    void mailServer() {
        mail = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
        });
        mail.setUser("anna@example.com", "handyrep", "se cret");
        mail.start();
        tools.options.put("handyrep.cluster_name", "orders");
        tools.set(SECTION, "email_to", "anna@example.com")
                .set(SECTION, "email_from", "handyrep@example.com")
                .set(SECTION, "smtpserver", "127.0.0.1")
                .set(SECTION, "smtpport", String.valueOf(mail.getSmtp().getPort()))
                .set(SECTION, "timeout", "5");
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    private PushEmailAlertSimple plugin() {
        PushEmailAlertSimple plugin = new PushEmailAlertSimple();
        plugin.bind(tools);
        return plugin;
    }

    private MimeMessage only() {
        MimeMessage[] all = mail.getReceivedMessages();
        assertEquals(1, all.length);
        return all[0];
    }

    @Test
    void sendsOneMailThatNamesClusterAndCategory() throws MessagingException {
        assertTrue(plugin().test().succeeded(), plugin().test()::details);
        assertEquals(0, mail.getReceivedMessages().length, "a test sends nothing");
        Outcome outcome = plugin().run("VERDICT", "john ist nicht erreichbar – grün");
        assertTrue(outcome.succeeded(), outcome::details);
        assertEquals("[HandyRep Alert]: orders VERDICT", only().getSubject());
        assertEquals("handyrep@example.com", only().getFrom()[0].toString());
        String body = GreenMailUtil.getBody(only());
        assertTrue(decoded(only()).contains("john ist nicht erreichbar – grün"), body);
        assertEquals("auto-generated", only().getHeader("Auto-Submitted")[0]);
    }

    private static String decoded(MimeMessage message) {
        try {
            return String.valueOf(message.getContent());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyAddressOfTheListGetsItUnderTheUsersSubject() throws MessagingException {
        java.util.Objects.requireNonNull(tools.plugins.get(SECTION)).put("email_to", List.of("anna@example.com", "Bob <bob@example.com>"));
        tools.set(SECTION, "subject", "Alarm");
        assertTrue(plugin().run("STATUS", "paul is down").succeeded());
        assertEquals(2, mail.getReceivedMessages().length, "GreenMail keeps one for each mailbox");
        MimeMessage message = mail.getReceivedMessages()[0];
        assertEquals("Alarm: orders STATUS", message.getSubject());
        assertEquals(2, message.getRecipients(Message.RecipientType.TO).length);
    }

    @Test
    void theSectionOfTheSampleAndTheOtherNamesOfItsKeysAreRead() {
        Map<String, List<String>> old = Map.of(
                "email_to", List.of("anna@example.com"),
                "email_from", List.of("handyrep@example.com"),
                "email_server", List.of("127.0.0.1"),
                "smtp_port", List.of(String.valueOf(mail.getSmtp().getPort())));
        tools.plugins.clear();
        tools.plugins.put("push_alert_email_simple", old);
        assertTrue(plugin().run("STATUS", "x").succeeded());
        PushAlertEmailSimple other = new PushAlertEmailSimple();
        other.bind(tools);
        assertEquals("push_alert_email_simple", other.name());
        assertTrue(other.run("STATUS", "y").succeeded());
        assertEquals(2, mail.getReceivedMessages().length);
    }

    @Test
    void noValueBeginsAHeaderOfItsOwn() throws MessagingException {
        tools.options.put("handyrep.cluster_name", "orders\r\nBcc: eve@example.com");
        tools.set(SECTION, "subject", "a\nX-Evil: 1");
        assertTrue(plugin().run("STATUS\r\nBcc: eve@example.com", "text\r\n.\r\nRCPT TO:<eve@example.com>").succeeded());
        List<String> headers = Collections.list(only().getAllHeaders()).stream().map(h -> h.getName()).toList();
        assertFalse(headers.contains("Bcc") || headers.contains("X-Evil"), headers::toString);
        assertEquals(1, only().getAllRecipients().length);

        tools.set(SECTION, "email_to", "anna@example.com\r\nBcc: eve@example.com");
        assertFalse(plugin().run("STATUS", "x").succeeded());
        tools.set(SECTION, "email_to", "not an address");
        assertFalse(plugin().test().succeeded());
    }

    @Test
    void missingSettingsAreNamed() {
        tools.plugins.clear();
        assertEquals(
                "[plugins] [[push_email_alert_simple]] lacks email_to, email_from, smtpserver",
                plugin().test().details());
    }

    @Test
    void logsInOverTlsOnlyToACertifiedServer() {
        tools.set(SECTION, "smtpport", String.valueOf(mail.getSmtps().getPort()))
                .set(SECTION, "use_ssl", "True")
                .set(SECTION, "username", "handyrep");
        tools.passwords.put("smtp_pass", "se cret");
        Outcome unknown = plugin().run("STATUS", "x");
        assertFalse(unknown.succeeded(), "a certificate that nobody vouches for was believed");
        tools.set(SECTION, "ssl_root_cert", identity.pem().toString());
        Outcome known = plugin().run("STATUS", "x");
        assertTrue(known.succeeded(), known::details);
        assertEquals(1, mail.getReceivedMessages().length);
        tools.set(SECTION, "smtp_pass", "wrong");
        Outcome wrong = plugin().test();
        assertFalse(wrong.succeeded());
        assertFalse(wrong.details().contains("wrong"), wrong::details);
    }

    @Test
    void startTlsComesBeforeThePasswordAndTheMail() throws Exception {
        try (MailServers.StartTls server = new MailServers.StartTls(identity, true)) {
            tools.set(SECTION, "smtpport", String.valueOf(server.port()))
                    .set(SECTION, "use_tls", "True")
                    .set(SECTION, "ssl_root_cert", identity.pem().toString())
                    .set(SECTION, "username", "handyrep")
                    .set(SECTION, "smtp_pass", "secret");
            Outcome outcome = plugin().run("STATUS", "paul is down");
            assertTrue(outcome.succeeded(), outcome::details);
            List<String> plain = server.heard.stream().filter(l -> !l.startsWith("tls ")).toList();
            assertEquals(2, plain.size(), plain::toString);
            assertEquals("STARTTLS", plain.get(1));
            assertTrue(server.heard.contains("tls paul is down"), server.heard::toString);
            assertTrue(server.heard.stream().anyMatch(l -> l.startsWith("tls AUTH")), server.heard::toString);
        }
    }

    @Test
    void withoutTheEncryptionThatWasAskedForNothingIsSent() throws Exception {
        try (MailServers.StartTls server = new MailServers.StartTls(identity, false)) {
            tools.set(SECTION, "smtpport", String.valueOf(server.port()))
                    .set(SECTION, "use_tls", "True")
                    .set(SECTION, "username", "handyrep")
                    .set(SECTION, "smtp_pass", "secret");
            assertFalse(plugin().run("STATUS", "x").succeeded());
            assertTrue(server.heard.stream().noneMatch(l -> l.startsWith("AUTH") || l.startsWith("MAIL")), server.heard::toString);
        }
        tools.set(SECTION, "use_tls", "False").set(SECTION, "smtpserver", "mail.example.com");
        assertEquals(
                "the password would travel to mail.example.com unencrypted: set use_tls or use_ssl to True",
                plugin().test().details());
    }

    @Test
    @Timeout(120)
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (MailServers.Mute mute = new MailServers.Mute()) {
            tools.set(SECTION, "smtpport", String.valueOf(mute.port())).set(SECTION, "timeout", "1");
            Outcome outcome = plugin().run("STATUS", "x");
            assertFalse(outcome.succeeded());
            assertTrue(outcome.details().contains("127.0.0.1"), outcome::details);
        }
        assertTrue(Arrays.asList(mail.getReceivedMessages()).isEmpty());
    }
}
