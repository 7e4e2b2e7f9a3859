package org.handyrep.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A mail server with STARTTLS, which GreenMail lacks, and one that accepts and never says a word.
final class MailServers {

    private MailServers() {}

    /// A self-signed certificate for 127.0.0.1.
    ///
    /// @param store PKCS-12 with the password `changeit`
    /// @param pem the certificate alone
    record Identity(Path store, Path pem) {

        static Identity make(Path directory) throws IOException, InterruptedException {
            Path store = directory.resolve("mail.p12");
            Path pem = directory.resolve("mail.pem");
            keytool("-genkeypair", "-alias", "mail", "-keyalg", "EC", "-dname", "CN=mail.test", "-ext", "san=ip:127.0.0.1",
                    "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", "changeit", "-validity", "2");
            keytool("-exportcert", "-rfc", "-alias", "mail", "-keystore", store.toString(), "-storepass", "changeit",
                    "-file", pem.toString());
            return new Identity(store, pem);
        }

        private static void keytool(String... arguments) throws IOException, InterruptedException {
            List<String> words = new java.util.ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
            words.addAll(List.of(arguments));
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(said);
            }
        }

        SSLContext context() {
            try (var in = Files.newInputStream(store)) {
                var keys = java.security.KeyStore.getInstance("PKCS12");
                keys.load(in, "changeit".toCharArray());
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(keys, "changeit".toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(factory.getKeyManagers(), null, null);
                return context;
            } catch (IOException | java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// Speaks just enough SMTP for one mail per session, and writes down what it heard, the encrypted part marked.
    static final class StartTls implements AutoCloseable {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private final ServerSocket socket;
        private final SSLContext tls;
        private final boolean offers;

        StartTls(Identity identity, boolean offers) throws IOException {
            this.tls = identity.context();
            this.offers = offers;
            this.socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    talk(client, "", true);
                } catch (IOException ended) {
                    // the client went away, or the test is over
                }
            }
        }

        private void talk(Socket client, String mark, boolean greet) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            PrintWriter out = new PrintWriter(client.getOutputStream(), false, StandardCharsets.UTF_8);
            say(out, greet ? "220 mail.test ESMTP" : "");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(mark + line);
                String word = line.toUpperCase(Locale.ROOT);
                if (data) {
                    data = !line.equals(".");
                    say(out, data ? "" : "250 ok");
                } else if (word.startsWith("EHLO")) {
                    say(out, offers && mark.isEmpty() ? "250-mail.test\r\n250 STARTTLS" : "250-mail.test\r\n250 AUTH PLAIN");
                } else if (word.equals("STARTTLS")) {
                    say(out, "220 go ahead");
                    SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, false);
                    secure.setUseClientMode(false);
                    talk(secure, "tls ", false);
                    return;
                } else if (word.equals("DATA")) {
                    data = true;
                    say(out, "354 go on");
                } else if (word.equals("QUIT")) {
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, word.startsWith("AUTH") ? "235 welcome" : "250 ok");
                }
            }
        }

        private static void say(PrintWriter out, String text) {
            if (!text.isEmpty()) {
                out.print(text + "\r\n");
                out.flush();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// Accepts every connection and stays silent.
    static final class Mute implements AutoCloseable {
        final List<Socket> clients = new CopyOnWriteArrayList<>();
        private final ServerSocket socket;

        Mute() {
            try {
                socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try {
                        clients.add(socket.accept());
                    } catch (IOException over) {
                        return;
                    }
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
