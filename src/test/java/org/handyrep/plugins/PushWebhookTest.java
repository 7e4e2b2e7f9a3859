package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alert.PushWebhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init")
class PushWebhookTest {

    private static final String SECTION = "push_webhook";

    private final FakeTools tools = new FakeTools();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.start();
        tools.options.put("handyrep.cluster_name", "orders");
        tools.set(SECTION, "url", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/T0KEN");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(exchange.getRequestMethod() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        headers.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                + " " + exchange.getRequestHeaders().getFirst("X-Token"));
        exchange.getResponseHeaders().add("Location", "/hook/elsewhere");
        byte[] text = "no_text\n".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, exchange.getRequestMethod().equals("HEAD") ? -1 : text.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(text);
        }
        exchange.close();
    }

    private PushWebhook plugin() {
        PushWebhook plugin = new PushWebhook();
        plugin.bind(tools);
        return plugin;
    }

    @Test
    void postsWhatIncomingWebhooksShowAndFieldsForPrograms() {
        Outcome outcome = plugin().run("VERDICT", "cluster orders: \"john\" is silent\n…");
        assertEquals("posted VERDICT to 127.0.0.1", outcome.details());
        assertTrue(bodies.getFirst().startsWith("POST {"), bodies::toString);
        Map<?, ?> json = JsonMapper.shared().readValue(bodies.getFirst().substring(5), Map.class);
        assertEquals("HandyRep VERDICT: cluster orders: \"john\" is silent\n…", json.get("text"));
        assertEquals("orders", json.get("cluster"));
        assertEquals("VERDICT", json.get("category"));
        assertEquals("null null", headers.getFirst(), "no token was configured");
    }

    @Test
    void theTokenTravelsInItsHeader() {
        tools.set(SECTION, "token", "abc");
        plugin().run("STATUS", "x");
        tools.set(SECTION, "token_header", "X-Token");
        plugin().run("STATUS", "x");
        java.util.Objects.requireNonNull(tools.plugins.get(SECTION)).remove("token");
        tools.passwords.put("webhook_token", "from passwords");
        plugin().run("STATUS", "x");
        assertEquals(List.of("Bearer abc null", "null abc", "null from passwords"), headers);
    }

    @Test
    void aTestAsksForHeadersOnlyAndWithoutTheToken() {
        status = 405;
        tools.set(SECTION, "token", "abc");
        assertEquals("a web server answers on 127.0.0.1", plugin().test().details());
        assertEquals(List.of("HEAD "), bodies);
        assertEquals(List.of("null null"), headers);
    }

    @Test
    void anErrorIsAFailureAndARedirectIsNotFollowed() {
        status = 404;
        assertEquals("the webhook on 127.0.0.1 answered 404 no_text", plugin().run("STATUS", "x").details());
        status = 302;
        tools.set(SECTION, "token", "abc");
        assertFalse(plugin().run("STATUS", "x").succeeded());
        assertEquals(2, bodies.size(), "the token was carried elsewhere");
    }

    @Test
    void noMessageNamesTheAddressBecauseItIsASecret() {
        server.stop(0);
        assertFalse(plugin().run("STATUS", "x").details().contains("T0KEN"));
        assertFalse(plugin().test().details().contains("T0KEN"));
        assertTrue(plugin().settings().stream().filter(s -> s.name().equals("url")).allMatch(s -> s.secret()));
    }

    @Test
    void whatCannotBeRightIsRefused() {
        for (String url : List.of("", "ftp://127.0.0.1/x", "http:///x", "a b", "https://user:pass@host/")) {
            tools.set(SECTION, "url", url);
            assertFalse(plugin().test().succeeded(), url);
        }
        tools.set(SECTION, "url", "http://hooks.example.com/x").set(SECTION, "token", "abc");
        assertEquals("the token would travel to hooks.example.com unencrypted: use https", plugin().test().details());
        tools.set(SECTION, "url", "https://hooks.example.com/x").set(SECTION, "token", "a\r\nX-Evil: 1");
        assertFalse(plugin().run("STATUS", "x").succeeded());
        tools.set(SECTION, "token", "abc").set(SECTION, "timeout", "soon");
        assertFalse(plugin().test().succeeded());
    }

    @Test
    @Timeout(120)
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (MailServers.Mute mute = new MailServers.Mute()) {
            tools.set(SECTION, "url", "http://127.0.0.1:" + mute.port() + "/").set(SECTION, "timeout", "1");
            assertEquals("the webhook on 127.0.0.1 did not answer within 1 s", plugin().run("STATUS", "x").details());
        }
    }
}
