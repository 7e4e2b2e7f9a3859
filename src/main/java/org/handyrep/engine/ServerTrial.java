package org.handyrep.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.ServerDefinition;
import org.handyrep.plan.Check;
import org.handyrep.plan.ReplicationCheck;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.cloning.HostLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PathSanity;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.remote.SshSessions;

/// Tries a server as it is about to be configured: its name, SSH, PostgreSQL, and what a clone needs. Changes nothing anywhere.
///
/// No password leaves this machine before the host has shown a key that is known, since a name that is still being typed may be anybody's.
final class ServerTrial {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration A_PERSON_ANSWERS = Duration.ofMinutes(5);

    private final ClusterParts parts;
    private final Server server;
    private final ClusterSnapshot snapshot;
    private final List<Check> checks;

    private ServerTrial(ClusterParts parts, Server server, ClusterSnapshot snapshot, List<Check> checks) {
        this.parts = parts;
        this.server = server;
        this.snapshot = snapshot;
        this.checks = checks;
    }

    /// @param settings as they were typed, a blank one means the default
    /// @param askHostKey whether a person is asked about an unknown host key; otherwise it is only told
    static List<Check> of(ClusterParts parts, ClusterSnapshot snapshot, String name, Map<String, String> settings, boolean askHostKey) {
        List<Check> checks = new ArrayList<>();
        switch (ServerDefinition.of(parts.conf(), name, settings)) {
            case ServerDefinition.Rejected rejected ->
                rejected.problems().forEach(p -> checks.add(TrialChecks.stop(TrialChecks.field(p), p)));
            case ServerDefinition.Accepted accepted -> {
                accepted.remarks().forEach(r -> checks.add(TrialChecks.warn(TrialChecks.field(r), r)));
                TrialChecks.twin(accepted.server(), parts.book().servers()).ifPresent(checks::add);
                new ServerTrial(parts, accepted.server(), snapshot, checks).run(askHostKey);
            }
        }
        return List.copyOf(checks);
    }

    private void run(boolean askHostKey) {
        if (!resolves()) {
            return;
        }
        HostKeyQuestion question = askHostKey ? parts.question() : HostKeyQuestion.REFUSE;
        try (SshSessions ssh = new SshSessions(Connections.ssh(parts.conf(), question).withPasswords(s -> Secret.NONE))) {
            Shell shell = ssh.shell(server);
            CommandResult login = shell.run(Command.of("true").within(askHostKey ? A_PERSON_ANSWERS : LIMIT));
            checks.add(TrialChecks.login(login, server, user()));
            if (login.ok() && server.role().isPostgres()) {
                postgres(shell);
            }
        }
    }

    private boolean resolves() {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> answer.complete(addresses()));
        Optional<String> found = answer.completeOnTimeout(Optional.empty(), LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        checks.add(found.map(addresses -> TrialChecks.ok("hostname", server.hostname() + " is " + addresses))
                .orElseGet(() -> TrialChecks.stop("hostname", "this machine does not know the host " + server.hostname() + ": check its name, or give its address")));
        return found.isPresent();
    }

    private Optional<String> addresses() {
        try {
            return Optional.of(Arrays.stream(InetAddress.getAllByName(server.hostname()))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", ")));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private void postgres(Shell shell) {
        String owner = parts.conf().option("handyrep", "postgres_superuser").orElse("postgres");
        Check may = TrialChecks.owner(shell.run(Command.of("id", "-un").as(RunAs.POSTGRES).within(LIMIT)), user(), owner);
        checks.add(may);
        if (may.level() == Check.Level.OK) {
            dataDirectory(shell);
            new Programs(parts.tools()).pgCtl(server).ifPresent(program -> checks.add(TrialChecks.program(
                    shell.run(Command.of(program, "--version").as(RunAs.POSTGRES).within(LIMIT)), program, primaryFacts().map(Facts::majorVersion).orElse(0))));
            cloneMethod();
            replication(shell);
        }
        try (Sql sql = parts.tools().sql(server, AdminSessions.login(parts.tools()))) {
            checks.add(TrialChecks.listening(ServerProbe.quick(sql, LIMIT, 0), server));
        }
    }

    private void dataDirectory(Shell shell) {
        String path = server.setting("pgdata").orElse("");
        Optional<String> insane = PathSanity.obstacle(path);
        if (insane.isPresent()) {
            checks.add(TrialChecks.stop("pgdata", insane.get() + "; give the directory that the database is to be in"));
            return;
        }
        CommandResult looked = shell.run(HostLook.quick(List.of(path)));
        Optional<HostSeen> seen = HostLook.of(looked);
        checks.add(seen.map(s -> TrialChecks.dataDirectory(s, snapshot.systemIdentifier()))
                .orElseGet(() -> TrialChecks.stop("pgdata", "could not be looked at: " + looked.describe())));
    }

    private void cloneMethod() {
        String method = server.setting(Kind.CLONING.option()).orElse("");
        if (method.isEmpty()) {
            checks.add(TrialChecks.warn("clone_method", "none is configured: " + server.name() + " cannot be cloned; there are "
                    + String.join(", ", parts.plugins().names(Kind.CLONING))));
            return;
        }
        Outcome fit = parts.methods().cloning(server).test(server);
        checks.add(fit.succeeded() ? TrialChecks.ok("clone_method", fit.details()) : TrialChecks.stop("clone_method", fit.details()));
    }

    private void replication(Shell shell) {
        parts.book().master()
                .filter(primary -> !primary.name().equals(server.name()))
                .ifPresent(primary -> checks.add(ReplicationCheck.of("replication", new ReplicationTrial(parts.tools()).run(shell, server, primary))));
    }

    private Optional<Facts> primaryFacts() {
        return snapshot.configuredPrimary()
                .flatMap(o -> o.state() instanceof ServerState.Primary p ? Optional.of(p.facts()) : Optional.empty());
    }

    private String user() {
        return server.setting("ssh_user").orElse(System.getProperty("user.name", ""));
    }
}
