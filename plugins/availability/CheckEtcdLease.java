package availability;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.MasterCheck;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Setting;

/// `check_etcd_lease`: the HandyRep that holds a lease in etcd is in charge. For those who run an etcd already: its quorum proves what PostgreSQL servers can prove only together.
///
/// The lease is renewed at each check. A console that could not renew it for half of its time, by its own monotonic clock, is in charge no more, well before etcd gives the key to another.
public class CheckEtcdLease extends HandyRepPlugin implements MasterCheck {

    private static final Duration DEADLINE = Duration.ofMillis(1_500);

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("endpoints", "where etcd answers, commas between: http://10.0.0.1:2379, https://…"),
                Setting.optional("key_prefix", "the key is this and the cluster's name", "/handyrep/"),
                Setting.optional("ttl", "seconds until etcd gives the lease of a silent HandyRep to another; at least 3 times poll_interval", "30"),
                Setting.optional("etcd_user", "who logs in; blank where etcd asks for nobody", ""),
                new Setting("etcd_password", "the user's password", "", false, true),
                Setting.optional("ca_file", "certificate of the authority that signed etcd's", ""),
                Setting.optional("cert_file", "certificate of this console, where etcd wants one", ""),
                Setting.optional("key_file", "its private key, PKCS#8", ""));
    }

    @Override
    public boolean provesAlone() {
        return true;
    }

    @Override
    public Outcome run() {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return settings;
        }
        Map<String, String> given = given();
        long ttl;
        try {
            ttl = Long.parseLong(given.getOrDefault("ttl", "30"));
        } catch (NumberFormatException e) {
            return Outcome.failure("[plugins] [[check_etcd_lease]] ttl = " + given.get("ttl") + ": it is a number of seconds");
        }
        if (ttl < 2) {
            return Outcome.failure("[plugins] [[check_etcd_lease]] ttl = " + ttl + ": it is at least 2 seconds");
        }
        Lease lease = tools().kept(Lease.class, given, () -> new Lease(given, key(given), tools().console().identity(), ttl));
        return lease.check();
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        settings().forEach(s -> setting(s.name()).ifPresent(value -> given.put(s.name(), value)));
        return given;
    }

    private String key(Map<String, String> given) {
        return given.getOrDefault("key_prefix", "/handyrep/") + tools().option("handyrep", "cluster_name").orElse("cluster");
    }

    /// Reads the key and takes no lease.
    @Override
    public Outcome test() {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return settings;
        }
        Map<String, String> given = given();
        try (Client client = client(given)) {
            List<KeyValue> values = client.getKVClient()
                    .get(bytes(key(given)), GetOption.builder().build())
                    .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .getKvs();
            return Outcome.success("etcd answers; " + (values.isEmpty() ? "nobody" : name(text(values.getFirst()))) + " is in charge");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failure("interrupted");
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            return Outcome.failure(trouble(given, e));
        }
    }

    /// Refusing a login is an answer, and another thing to mend than silence.
    private static String trouble(Map<String, String> given, Throwable thrown) {
        return "etcd at " + given.get("endpoints")
                + (isRefusal(thrown)
                        ? " does not let " + Optional.ofNullable(given.get("etcd_user")).orElse("a client without etcd_user") + " in: " + reason(thrown)
                        : " does not answer: " + reason(thrown));
    }

    private static boolean isRefusal(Throwable thrown) {
        return switch (Status.fromThrowable(thrown).getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED, INVALID_ARGUMENT -> true;
            default -> false;
        };
    }

    private static Client client(Map<String, String> given) {
        ClientBuilder builder = Client.builder()
                .endpoints(given.getOrDefault("endpoints", "").split("[,\\s]+"))
                .connectTimeout(DEADLINE)
                .retryMaxDuration(DEADLINE)
                .waitForReady(false);
        Optional.ofNullable(given.get("etcd_user")).ifPresent(user ->
                builder.user(bytes(user)).password(bytes(given.getOrDefault("etcd_password", ""))));
        if (given.containsKey("ca_file") || given.containsKey("cert_file")) {
            try {
                SslContextBuilder ssl = GrpcSslContexts.forClient();
                Optional.ofNullable(given.get("ca_file")).ifPresent(file -> ssl.trustManager(new File(file)));
                if (given.containsKey("cert_file")) {
                    ssl.keyManager(new File(given.get("cert_file")), new File(given.getOrDefault("key_file", given.get("cert_file"))));
                }
                builder.sslContext(ssl.build());
            } catch (javax.net.ssl.SSLException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }
        return builder.build();
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static String text(KeyValue kv) {
        return kv.getValue().toString(StandardCharsets.UTF_8);
    }

    /// `anna@desk1 3f2a9c1e 2026-01-02T03:04:05Z`.
    private static String name(String value) {
        return value.replaceFirst(" [0-9a-f]{8} \\S+$", "");
    }

    private static String since(String value) {
        return value.substring(value.lastIndexOf(' ') + 1);
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && (cause instanceof ExecutionException || cause.getMessage() == null)) {
            cause = cause.getCause();
        }
        return cause instanceof TimeoutException ? "no answer within " + DEADLINE.toMillis() + " ms" : String.valueOf(cause.getMessage());
    }

    /// The lease of this console, kept from check to check.
    static final class Lease implements AutoCloseable {
        private final Map<String, String> given;
        private final ByteSequence key;
        private final String me;
        private final long ttl;
        private Optional<Client> client = Optional.empty();
        private long id;
        private boolean mine;
        private long renewed;
        private String value = "";

        Lease(Map<String, String> given, String key, String me, long ttl) {
            this.given = given;
            this.key = bytes(key);
            this.me = me;
            this.ttl = ttl;
        }

        synchronized Outcome check() {
            long end = System.nanoTime() + DEADLINE.toNanos();
            try {
                if (client.isEmpty()) {
                    client = Optional.of(client(given));
                }
                return claim(client.get(), end);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return silent("the check was interrupted");
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                return silent(trouble(given, e));
            }
        }

        private Outcome claim(Client etcd, long end) throws InterruptedException, ExecutionException, TimeoutException {
            long asked = System.nanoTime();
            boolean alive = id != 0 && keepAlive(etcd, end);
            if (!alive) {
                mine = false;
                asked = System.nanoTime();
                id = get(etcd.getLeaseClient().grant(ttl), end).getID();
            }
            String wanted = me + " " + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            TxnResponse answer = get(
                    etcd.getKVClient()
                            .txn()
                            .If(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.version(0)))
                            .Then(Op.put(key, bytes(wanted), PutOption.builder().withLeaseId(id).build()))
                            .Else(Op.get(key, GetOption.builder().build()))
                            .commit(),
                    end);
            if (answer.isSucceeded()) {
                return held(asked, wanted);
            }
            List<KeyValue> found = answer.getGetResponses().getFirst().getKvs();
            String holder = found.isEmpty() ? "" : text(found.getFirst());
            if (!holder.startsWith(me)) {
                mine = false;
                return Outcome.failure(name(holder) + " is in charge since " + since(holder) + ", by its lease in etcd")
                        .with("holder", name(holder))
                        .with("since", since(holder));
            }
            return found.getFirst().getLease() == id ? held(asked, holder) : moved(etcd, end, asked, found.getFirst(), holder);
        }

        /// The key hangs on an earlier lease of this console, which will run out.
        private Outcome moved(Client etcd, long end, long asked, KeyValue found, String holder)
                throws InterruptedException, ExecutionException, TimeoutException {
            boolean done = get(
                            etcd.getKVClient()
                                    .txn()
                                    .If(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(found.getModRevision())))
                                    .Then(Op.put(key, bytes(holder), PutOption.builder().withLeaseId(id).build()))
                                    .commit(),
                            end)
                    .isSucceeded();
            return done ? held(asked, holder) : silent("the lease changed hands");
        }

        private boolean keepAlive(Client etcd, long end) throws InterruptedException, TimeoutException {
            try {
                return get(etcd.getLeaseClient().keepAliveOnce(id), end).getTTL() > 0;
            } catch (ExecutionException e) {
                return !String.valueOf(e.getMessage()).contains("not found") && fail(e);
            }
        }

        private static boolean fail(ExecutionException e) {
            throw new IllegalStateException(reason(e), e);
        }

        /// @param asked the moment before the lease was renewed: etcd counts from a later one
        private Outcome held(long asked, String text) {
            mine = true;
            renewed = asked;
            value = text;
            return Outcome.success("this console is in charge since " + since(text) + ", by its lease in etcd")
                    .with("holder", name(text))
                    .with("since", since(text));
        }

        private Outcome silent(String why) {
            Duration left = Duration.ofSeconds(ttl).dividedBy(2).minusNanos(System.nanoTime() - renewed);
            if (mine && left.isPositive()) {
                return Outcome.success("this console is in charge for " + left.toSeconds() + " s more: " + why)
                        .with("holder", name(value))
                        .with("since", since(value));
            }
            mine = false;
            return Outcome.failure("nobody knows who is in charge: " + why);
        }

        private static <T> T get(CompletableFuture<T> future, long end)
                throws InterruptedException, ExecutionException, TimeoutException {
            return future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }

        /// Frees the lease, so that another console need not wait for its end.
        @Override
        public synchronized void close() {
            client.ifPresent(etcd -> {
                try {
                    if (id != 0) {
                        get(etcd.getLeaseClient().revoke(id), System.nanoTime() + DEADLINE.dividedBy(2).toNanos());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } catch (ExecutionException | TimeoutException | RuntimeException e) {
                    // it runs out by itself
                } finally {
                    Thread.startVirtualThread(etcd::close);
                }
            });
            client = Optional.empty();
            id = 0;
            mine = false;
        }
    }
}
