package org.handyrep.plugin;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// A directory behind one or several LDAP addresses: the first that answers is used. Every wait has an end, referrals are not followed, and with TLS
/// the certificate must be issued by a trusted authority for the name in the address.
///
/// @param addresses `ldap://host[:port]` or `ldaps://host[:port]`
/// @param caFile certificates of the trusted authorities in PEM form; empty for those that Java trusts
/// @param bindDn who HandyRep itself signs in as; empty for nobody
/// @param answer how long each question may take
public record Directory(
        List<String> addresses,
        boolean startTls,
        Optional<Path> caFile,
        Optional<String> bindDn,
        Secret bindPassword,
        Duration connect,
        Duration answer) {

    public Directory {
        addresses = List.copyOf(addresses);
    }

    /// Why the directory could not be asked: names the server and what to do, never a password.
    public static final class Trouble extends Exception {
        public Trouble(String sentence) {
            super(sentence);
        }

        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /// A session in the name of `bind_dn` with the first server that gives one. Close it.
    public LDAPConnection open() throws Trouble {
        List<String> silent = new ArrayList<>();
        for (String address : addresses) {
            try {
                return open(address);
            } catch (Silent e) {
                silent.add(e.sentence);
            }
        }
        throw new Trouble(silent.isEmpty() ? "uri names no directory server" : String.join("; ", silent));
    }

    /// As [#open()] with this one.
    public LDAPConnection only(String address) throws Trouble {
        return new Directory(List.of(address), startTls, caFile, bindDn, bindPassword, connect, answer).open();
    }

    /// Signs the session in as `bind_dn`, after it was somebody else's.
    public void signIn(LDAPConnection session) throws LDAPException {
        session.bind(bindDn.isPresent()
                ? new SimpleBindRequest(bindDn.get(), bindPassword.reveal())
                : new SimpleBindRequest());
    }

    /// The addresses to which passwords would travel readable for the network.
    public List<String> readableOnTheWay() {
        return addresses.stream()
                .filter(a -> !startTls && a.toLowerCase(Locale.ROOT).startsWith("ldap://") && !isHere(a))
                .toList();
    }

    private static boolean isHere(String address) {
        String host = Optional.ofNullable(URI.create(address).getHost()).orElse("");
        return host.equals("localhost") || host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("[::1]");
    }

    private static final class Silent extends Exception {
        private final String sentence;

        Silent(String sentence) {
            this.sentence = sentence;
        }
    }

    private LDAPConnection open(String address) throws Trouble, Silent {
        URI uri = parse(address);
        boolean tls = uri.getScheme().equalsIgnoreCase("ldaps");
        if (bindDn.isPresent() && bindPassword.isEmpty()) {
            throw new Trouble("bind_dn is set and bind_password of [passwords] is blank: set both or neither");
        }
        SSLSocketFactory sockets = tls || startTls ? new HastySockets(tls().getSocketFactory(), connect) : null;
        LDAPConnection session = sockets != null && tls
                ? new LDAPConnection(sockets, options())
                : new LDAPConnection(options());
        String doing = "cannot be reached";
        try {
            String host = uri.getHost().replaceAll("^\\[|]$", "");
            session.connect(host, uri.getPort() > 0 ? uri.getPort() : tls ? 636 : 389, (int) connect.toMillis());
            if (sockets != null && !tls) {
                doing = "does not begin TLS";
                ExtendedResult begun = session.processExtendedOperation(new StartTLSExtendedRequest(sockets));
                if (begun.getResultCode() != ResultCode.SUCCESS) {
                    throw new LDAPException(begun);
                }
            }
            doing = "does not accept bind_dn";
            signIn(session);
            return session;
        } catch (LDAPException e) {
            session.close();
            throw refused(address, doing, e);
        }
    }

    private Silent refused(String address, String doing, LDAPException e) throws Trouble {
        if (e.getResultCode() == ResultCode.INVALID_CREDENTIALS || e.getResultCode() == ResultCode.INVALID_DN_SYNTAX) {
            throw new Trouble(address + " does not accept HandyRep itself: check bind_dn and bind_password");
        }
        String said = cause(e);
        String hint = said.toLowerCase(Locale.ROOT).matches("(?s).*(certif|pkix|trust|alternative name|ssl|tls).*")
                ? "; check ca_file, and that uri has the host name of the certificate"
                : "; check uri, and that the server runs and can be reached from here";
        return new Silent(address + " " + (isNoAnswer(e) ? "does not answer within " + answer.toSeconds() + " s" : doing)
                + " (" + said + ")" + hint);
    }

    private static URI parse(String address) throws Trouble {
        try {
            URI uri = new URI(address);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean bare = uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            if (bare && (scheme.equals("ldap") || scheme.equals("ldaps"))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new Trouble("uri is ldap://host or ldaps://host, perhaps with :port; this is not: " + e.getReason());
        }
        throw new Trouble("uri is ldap://host or ldaps://host, perhaps with :port, and nothing more");
    }

    private LDAPConnectionOptions options() {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true);
        options.setConnectTimeoutMillis((int) connect.toMillis());
        options.setResponseTimeoutMillis(answer.toMillis());
        options.setFollowReferrals(false);
        options.setBindWithDNRequiresPassword(true);
        return options;
    }

    private SSLContext tls() throws Trouble {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(caFile.isPresent() ? authorities(caFile.get()) : null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new Trouble("the certificates of ca_file " + caFile.map(Path::toString).orElse("") + " cannot be read: " + e);
        }
    }

    private static KeyStore authorities(Path file) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca" + number++, one);
            }
            if (number == 0) {
                throw new IOException("there is no certificate in it");
            }
        }
        return trusted;
    }

    /// Whether the server gave no answer in time.
    public static boolean isNoAnswer(LDAPException e) {
        return e.getResultCode() == ResultCode.TIMEOUT;
    }

    /// What went wrong in few words, from the innermost exception that says something.
    public static String cause(LDAPException e) {
        Throwable inner = e;
        while (inner.getCause() != null && inner.getCause().getMessage() != null) {
            inner = inner.getCause();
        }
        String text = inner instanceof LDAPException ldap
                ? ldap.getResultCode().getName() + ": " + ldap.getMessage()
                : String.valueOf(inner.getMessage());
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
