package alert;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.Certificates;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Setting;
import org.jspecify.annotations.Nullable;

/// `push_email_alert_simple`: one mail for each alert.
///
/// HandyRep's sample calls the section `push_alert_email_simple`; both names are read. The password is `smtp_pass` there or in `[passwords]`. It travels encrypted, or not at
/// all to another host.
public class PushEmailAlertSimple extends HandyRepPlugin implements Alert {

    private static final List<String> SECTIONS = List.of("push_email_alert_simple", "push_alert_email_simple");
    private static final Map<String, List<String>> OTHER_NAMES = Map.of(
            "smtpserver", List.of("email_server", "smtp_server"),
            "smtpport", List.of("smtp_port", "port"),
            "username", List.of("smtp_user"),
            "use_tls", List.of("starttls"),
            "use_ssl", List.of("ssl"));

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("email_to", "whom to tell; several addresses with commas between them"),
                Setting.required("email_from", "the sender's address"),
                Setting.optional("subject", "how the subject begins", "[HandyRep Alert]"),
                Setting.required("smtpserver", "the mail server; email_server is read too"),
                Setting.optional("smtpport", "its port; smtp_port is read too; blank: 465 with use_ssl, 587 with use_tls, else 25", ""),
                Setting.optional("username", "who logs in to the mail server, if anybody has to; smtp_user is read too", ""),
                new Setting("smtp_pass", "the password of username; may stand in [passwords] instead", "", false, true),
                Setting.optional("use_tls", "encrypt by STARTTLS, and send nothing if the server cannot", "False"),
                Setting.optional("use_ssl", "encrypt from the beginning", "False"),
                Setting.optional("ssl_root_cert", "file with the certificates that the server's is checked against, where Java's own do not do", ""),
                Setting.optional("timeout", "seconds to wait for each answer of the mail server", "10"));
    }

    @Override
    public Outcome run(String category, String message) {
        Optional<Outcome> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        try {
            Session session = session();
            MimeMessage mail = mail(session, category, message);
            deliver(session, mail);
            return Outcome.success("mailed " + category + " to " + addresses("email_to"));
        } catch (MessagingException | GeneralSecurityException | java.io.IOException e) {
            return Outcome.failure("could not mail by " + server() + ": " + why(e));
        }
    }

    /// Logs in to the mail server and sends nothing.
    @Override
    public Outcome test() {
        Optional<Outcome> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        try {
            Session session = session();
            try (Transport transport = session.getTransport()) {
                connect(transport);
            }
            return Outcome.success("the mail server " + server() + " answers");
        } catch (MessagingException | GeneralSecurityException | java.io.IOException e) {
            return Outcome.failure("the mail server " + server() + ": " + why(e));
        }
    }

    private Optional<Outcome> obstacle() {
        List<String> missing = settings().stream()
                .filter(s -> s.required() && value(s.name()).isEmpty())
                .map(Setting::name)
                .toList();
        if (!missing.isEmpty()) {
            return failure("[plugins] [[push_email_alert_simple]] lacks " + String.join(", ", missing));
        }
        try {
            addresses("email_to");
            addresses("email_from");
        } catch (AddressException e) {
            return failure("email_to and email_from must be addresses: " + plain(String.valueOf(e.getMessage())));
        }
        if (!port().matches("[0-9]{1,5}") || !value("timeout").orElse("").matches("[0-9]{1,4}")) {
            return failure("smtpport and timeout must be whole numbers");
        }
        boolean here = List.of("localhost", "127.0.0.1", "::1").contains(server());
        return value("username").isPresent() && !isOn("use_tls") && !isOn("use_ssl") && !here
                ? failure("the password would travel to " + server() + " unencrypted: set use_tls or use_ssl to True")
                : Optional.empty();
    }

    private static Optional<Outcome> failure(String why) {
        return Optional.of(Outcome.failure(why));
    }

    private MimeMessage mail(Session session, String category, String message) throws MessagingException {
        String cluster = tools().option("handyrep", "cluster_name").orElse("cluster");
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(addresses("email_from").getFirst());
        mail.setRecipients(Message.RecipientType.TO, addresses("email_to").toArray(new InternetAddress[0]));
        String subject = plain(value("subject").orElse("") + ": " + cluster + " " + category);
        mail.setSubject(subject, StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(Instant.now()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(
                "HandyRep alert\n\nCluster: " + plain(cluster) + "\nCategory: " + plain(category) + "\nTime: " + Instant.now()
                        + "\n\n" + message + "\n",
                StandardCharsets.UTF_8.name());
        return mail;
    }

    private void deliver(Session session, MimeMessage mail) throws MessagingException {
        try (Transport transport = session.getTransport()) {
            connect(transport);
            mail.saveChanges();
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private void connect(Transport transport) throws MessagingException {
        @Nullable String user = value("username").orElse(null);
        transport.connect(user, user == null ? null : password().reveal());
    }

    private Session session() throws GeneralSecurityException, java.io.IOException {
        String protocol = isOn("use_ssl") ? "smtps" : "smtp";
        String millis = value("timeout").orElse("10") + "000";
        Properties all = new Properties();
        all.put("mail.transport.protocol", protocol);
        String prefix = "mail." + protocol + ".";
        all.put(prefix + "host", server());
        all.put(prefix + "port", port());
        all.put(prefix + "auth", String.valueOf(value("username").isPresent()));
        all.put(prefix + "starttls.enable", String.valueOf(isOn("use_tls")));
        all.put(prefix + "starttls.required", String.valueOf(isOn("use_tls")));
        all.put(prefix + "ssl.checkserveridentity", "true");
        all.put(prefix + "connectiontimeout", millis);
        all.put(prefix + "timeout", millis);
        all.put(prefix + "writetimeout", millis);
        Optional<String> root = value("ssl_root_cert");
        if (root.isPresent()) {
            SSLSocketFactory trusting = Certificates.trusting(Path.of(root.get())).getSocketFactory();
            all.put(prefix + "ssl.socketFactory", trusting);
        }
        return Session.getInstance(all);
    }

    private String server() {
        return value("smtpserver").orElse("");
    }

    private String port() {
        return value("smtpport").orElse(isOn("use_ssl") ? "465" : isOn("use_tls") ? "587" : "25");
    }

    private Secret password() {
        return value("smtp_pass").map(Secret::new).orElseGet(() -> tools().password("smtp_pass"));
    }

    private List<InternetAddress> addresses(String key) throws AddressException {
        List<InternetAddress> all = new ArrayList<>();
        for (String part : value(key).orElse("").split(",")) {
            if (!part.isBlank()) {
                if (!part.equals(plain(part))) {
                    throw new AddressException("control characters in " + key);
                }
                InternetAddress address = new InternetAddress(part.strip(), true);
                all.add(address);
            }
        }
        if (all.isEmpty()) {
            throw new AddressException("none in " + key);
        }
        return all;
    }

    private boolean isOn(String key) {
        return value(key)
                .map(v -> List.of("true", "yes", "on", "1").contains(v.toLowerCase(java.util.Locale.ROOT)))
                .orElse(false);
    }

    private Optional<String> value(String key) {
        List<String> keys = new ArrayList<>(List.of(key));
        keys.addAll(OTHER_NAMES.getOrDefault(key, List.of()));
        for (String section : SECTIONS) {
            Map<String, List<String>> given = tools().pluginSettings(section);
            for (String name : keys) {
                String value = String.join(",", given.getOrDefault(name, List.of())).strip();
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
            }
        }
        return settings().stream()
                .filter(s -> s.name().equals(key) && !s.defaultValue().isEmpty())
                .map(Setting::defaultValue)
                .findFirst();
    }

    /// One line without control characters, so that no value can begin a header of its own.
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String why(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = plain(String.valueOf(e.getMessage()));
        return cause == e || message.contains(String.valueOf(cause.getMessage())) ? message : message + ": " + plain(cause.toString());
    }
}
