package alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Setting;
import tools.jackson.databind.json.JsonMapper;

/// `push_webhook`: posts each alert as JSON. `text` is what incoming webhooks of Slack, Mattermost and Teams show; the other fields are for programs.
///
/// The address itself is a secret with most of them, so no message names more of it than the host. Redirects are not followed: they would carry the token elsewhere.
public class PushWebhook extends HandyRepPlugin implements Alert {

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("url", "where to post to; may stand in [passwords] as webhook_url instead", "", false, true),
                new Setting("token", "sent with each post, if anything; may stand in [passwords] as webhook_token instead", "", false, true),
                Setting.optional("token_header", "the header that carries the token; with Authorization it is sent as Bearer", "Authorization"),
                Setting.optional("timeout", "seconds that a post may take", "10"));
    }

    @Override
    public Outcome run(String category, String message) {
        String cluster = tools().option("handyrep", "cluster_name").orElse("cluster");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("text", "HandyRep " + category + ": " + message);
        fields.put("cluster", cluster);
        fields.put("category", category);
        fields.put("message", message);
        fields.put("time", Instant.now().toString());
        String json = JsonMapper.shared().writeValueAsString(fields);
        return ask(request -> request.header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(json)), true, "posted " + category + " to ");
    }

    /// Asks the address for its headers only, without the token; any answer of a web server will do.
    @Override
    public Outcome test() {
        return ask(request -> request.HEAD(), false, "a web server answers on ");
    }

    private interface Form {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private Outcome ask(Form form, boolean posts, String done) {
        String url = setting("url").orElseGet(() -> tools().password("webhook_url").reveal()).strip();
        Secret token = setting("token").map(Secret::new).orElseGet(() -> tools().password("webhook_token"));
        String header = setting("token_header").orElse("Authorization");
        Optional<String> obstacle = obstacle(url, token, header);
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        URI uri = URI.create(url);
        Duration limit = Duration.ofSeconds(Long.parseLong(setting("timeout").orElse("10")));
        HttpRequest.Builder request = form.of(HttpRequest.newBuilder(uri).timeout(limit));
        if (posts && !token.isEmpty()) {
            request.header(header, (header.equalsIgnoreCase("Authorization") ? "Bearer " : "") + token.reveal());
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(limit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            HttpResponse<String> answer = client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
            boolean good = answer.statusCode() / 100 == 2 || (!posts && answer.statusCode() < 500);
            return good
                    ? Outcome.success(done + uri.getHost())
                    : Outcome.failure("the webhook on " + uri.getHost() + " answered " + answer.statusCode() + " " + words(answer.body()));
        } catch (TimeoutException e) {
            return silent(uri, limit);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpTimeoutException) {
                return silent(uri, limit);
            }
            String why = e.getCause() instanceof IOException io ? io.getClass().getSimpleName() : String.valueOf(e.getCause());
            return Outcome.failure("the webhook on " + uri.getHost() + " cannot be reached: " + why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failure("the post to " + uri.getHost() + " was interrupted");
        } finally {
            client.shutdownNow();
        }
    }

    private static Outcome silent(URI uri, Duration limit) {
        return Outcome.failure("the webhook on " + uri.getHost() + " did not answer within " + limit.toSeconds() + " s");
    }

    private Optional<String> obstacle(String url, Secret token, String header) {
        if (url.isEmpty()) {
            return Optional.of("[plugins] [[push_webhook]] lacks url");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (java.net.URISyntaxException e) {
            return Optional.of("url of [[push_webhook]] is no address");
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!List.of("http", "https").contains(scheme) || uri.getHost() == null || uri.getUserInfo() != null) {
            return Optional.of("url of [[push_webhook]] must be https://host/…");
        }
        if (!setting("timeout").orElse("").matches("[1-9][0-9]{0,3}")) {
            return Optional.of("timeout of [[push_webhook]] must be a whole number of seconds");
        }
        if (!header.matches("[A-Za-z0-9-]+") || token.reveal().chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            return Optional.of("token and token_header of [[push_webhook]] must fit into one line of a header");
        }
        boolean here = List.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
        return scheme.equals("http") && !here && !token.isEmpty()
                ? Optional.of("the token would travel to " + uri.getHost() + " unencrypted: use https")
                : Optional.empty();
    }

    private static String words(String body) {
        String line = body.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
