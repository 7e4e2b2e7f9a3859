package proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.pgbouncer.Rerouted;

/// `multi_pgbouncer_bigip`: as `multi_pgbouncer`, for pgbouncers behind a BigIP, the one enabled server with the role `bigip`.
///
/// A pgbouncer that does not follow at a failover, while another does, gets no clients from BigIP any more: forced offline as a node, in every pool, or with
/// `bigip_pool` as a member of that pool only. What HandyRep took out has [#MARK] as its description, and goes back when a later run, init or poll
/// sees it lead to the primary; what others took out is left alone.
public class MultiPgbouncerBigip extends MultiPgbouncer {

    private static final String MARK = "handyrep-took-it-out";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(super.settings());
        settings.add(Setting.optional("bigip_user", "user that tmsh runs as, by sudo; the ssh_user of the bigip server if blank", ""));
        settings.add(Setting.optional("tmsh_path", "full path of tmsh on the bigip server", "/usr/bin/tmsh"));
        settings.add(Setting.optional("bigip_pool", "pool in which a pgbouncer is taken out; as a node, in every pool, if blank", ""));
        return settings;
    }

    @Override
    public List<Server> tested() {
        List<Server> tested = new ArrayList<>(super.tested());
        tested.addAll(serversByRole(Role.BIGIP));
        return tested;
    }

    @Override
    public Outcome test(Server server) {
        if (!server.role().equals(Role.BIGIP)) {
            Outcome outcome = super.test(server);
            return outcome.succeeded() ? nameless(server).map(Outcome::failure).orElse(outcome) : outcome;
        }
        for (Server bouncer : bouncers()) {
            Optional<String> obstacle = nameless(bouncer);
            if (obstacle.isPresent()) {
                return Outcome.failure(obstacle.get());
            }
            CommandResult seen = tmsh(server, words("list", bouncer, "description", "session", "state"));
            if (!seen.ok()) {
                return Outcome.failure(server.name() + ": tmsh does not show " + bouncer.name() + ": " + seen.describe());
            }
        }
        return Outcome.success(server.name() + ": tmsh shows every pgbouncer");
    }

    @Override
    public Outcome test() {
        Outcome outcome = super.test();
        if (!outcome.succeeded()) {
            return outcome;
        }
        return bigip().map(this::test).orElseGet(() -> Outcome.failure("there is not exactly one enabled server with the role bigip"));
    }

    @Override
    public ProxyState look(Server proxy) {
        if (!proxy.role().equals(Role.BIGIP)) {
            return super.look(proxy);
        }
        CommandResult seen = runAsHandyrep(proxy, Command.of("true").within(Duration.ofSeconds(3)));
        return seen.ok() ? new ProxyState(true, "", Optional.empty(), List.of()) : ProxyState.silent(seen.describe());
    }

    @Override
    protected List<String> moved(List<Rerouted> results, boolean failover) {
        List<Rerouted> missed = results.stream().filter(r -> !r.isMoved()).toList();
        boolean others = missed.size() < results.size();
        if (failover && others && results.stream().anyMatch(r -> r.state() == Rerouted.State.WAITING)) {
            // clients wait, so nobody waits for BigIP
            Thread.startVirtualThread(() -> missed.forEach(r -> log(takeOut(r.bouncer().server()))));
            return List.of();
        }
        List<String> said = new ArrayList<>();
        for (Rerouted result : results) {
            if (result.state() == Rerouted.State.MOVED) {
                putBack(result.bouncer().server()).ifPresent(said::add);
            } else if (failover && others) {
                said.add(takeOut(result.bouncer().server()));
            }
        }
        if (failover && !others) {
            said.add("BigIP was left as it is, because no pgbouncer follows");
        }
        return said;
    }

    @Override
    protected void polled(Map<Server, ProxyState> seen) {
        Optional<String> primary = master().map(Server::name);
        seen.forEach((bouncer, state) -> {
            if (primary.isPresent() && state.writesTo().equals(primary)) {
                putBack(bouncer).ifPresent(this::log);
            }
        });
    }

    private String takeOut(Server bouncer) {
        Optional<String> obstacle = nameless(bouncer);
        if (obstacle.isPresent() || bigip().isEmpty()) {
            return "BigIP still sends clients to " + bouncer.name() + ": " + obstacle.orElse("there is not exactly one enabled server with the role bigip");
        }
        Server bigip = bigip().get();
        if (isOut(see(bigip, bouncer))) {
            return "BigIP sent no clients to " + bouncer.name() + " already";
        }
        CommandResult done = tmsh(bigip, words("modify", bouncer, "session", "user-disabled", "state", "user-down", "description", MARK));
        return isOut(see(bigip, bouncer))
                ? "BigIP sends no more clients to " + bouncer.name()
                : "BigIP still sends clients to " + bouncer.name() + ": tmsh on " + bigip.name() + " " + told(done);
    }

    private Optional<String> putBack(Server bouncer) {
        if (nameless(bouncer).isPresent() || bigip().isEmpty()) {
            return Optional.empty();
        }
        Server bigip = bigip().get();
        String before = see(bigip, bouncer);
        if (!before.contains("description " + MARK)) {
            return Optional.empty();
        }
        CommandResult done = tmsh(bigip, words("modify", bouncer, "session", "user-enabled", "state", "user-up", "description", "none"));
        String after = see(bigip, bouncer);
        return Optional.of(done.ok() && !after.isEmpty() && !isOut(after)
                ? "BigIP sends clients to " + bouncer.name() + " again"
                : "BigIP does not send clients to " + bouncer.name() + " again: tmsh on " + bigip.name() + " " + told(done));
    }

    /// Empty when tmsh does not show it.
    private String see(Server bigip, Server bouncer) {
        return tmsh(bigip, words("list", bouncer, "description", "session", "state")) instanceof CommandResult.Exited exited && exited.status() == 0
                ? exited.output()
                : "";
    }

    private static boolean isOut(String shown) {
        return shown.contains("session user-disabled") && shown.contains("state user-down");
    }

    private List<String> words(String verb, Server bouncer, String... properties) {
        List<String> words = new ArrayList<>(List.of(verb, "ltm"));
        String address = bouncer.setting("ip_address").orElseThrow();
        Optional<String> pool = setting("bigip_pool");
        if (pool.isEmpty()) {
            words.addAll(List.of("node", address));
            words.addAll(List.of(properties));
            return words;
        }
        words.addAll(List.of("pool", pool.get(), "members"));
        if (verb.equals("modify")) {
            words.add("modify");
        }
        words.addAll(List.of("{", address + (address.contains(":") ? "." : ":") + bouncer.port(), "{"));
        words.addAll(List.of(properties));
        words.addAll(List.of("}", "}"));
        return words;
    }

    private CommandResult tmsh(Server bigip, List<String> words) {
        List<String> argv = new ArrayList<>();
        setting(bigip, "bigip_user")
                .filter(user -> !bigip.setting("ssh_user").equals(Optional.of(user)))
                .ifPresent(user -> argv.addAll(List.of("sudo", "-n", "-u", user, "--")));
        argv.add(setting(bigip, "tmsh_path").orElseThrow());
        argv.addAll(words);
        return runAsHandyrep(bigip, Command.of(argv).within(LIMIT));
    }

    private static String told(CommandResult result) {
        return result.ok() ? "succeeded, but does not show it" : result.describe();
    }

    /// tmsh reads braces and blanks as its own syntax.
    private Optional<String> nameless(Server bouncer) {
        String address = bouncer.setting("ip_address").orElse("");
        if (!address.matches("[0-9A-Fa-f.:]+")) {
            return Optional.of(bouncer.name() + " has no ip_address as BigIP sees it");
        }
        return setting("bigip_pool").filter(pool -> !pool.matches("[A-Za-z0-9_./-]+")).map(pool -> "bigip_pool is not the name of a pool");
    }

    private Optional<Server> bigip() {
        List<Server> all = serversByRole(Role.BIGIP);
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }
}
