package org.handyrep.engine;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;

/// Looks at real servers, keeping one SQL session open for each between the cycles, and one more with those that were asked to write.
public final class SessionProbes implements Probes, AutoCloseable {

    private final Function<Server, Sql> connect;
    private final Function<Server, Shell> shells;
    private final Supplier<String> testSshCommand;
    private final Map<String, Sql> sessions = new ConcurrentHashMap<>();
    private final Map<String, Sql> writers = new ConcurrentHashMap<>();
    private final Set<String> in = ConcurrentHashMap.newKeySet();

    /// @param connect makes a session object of the observer's own; it opens lazily
    /// @param shells the shell on a server's host
    /// @param testSshCommand `test_ssh_command` of handyrep.conf, may be blank
    public SessionProbes(
            Function<Server, Sql> connect, Function<Server, Shell> shells, Supplier<String> testSshCommand) {
        this.connect = connect;
        this.shells = shells;
        this.testSshCommand = testSshCommand;
    }

    @Override
    public ServerState server(Server server, Duration deadline) {
        ServerState seen = ServerProbe.look(sessions.computeIfAbsent(key(server), k -> connect.apply(server)), deadline, false);
        if (seen instanceof ServerState.Primary || seen instanceof ServerState.Replica) {
            in.add(key(server));
        } else {
            in.remove(key(server));
        }
        return seen;
    }

    @Override
    public boolean isIn(Server server) {
        return in.contains(key(server));
    }

    @Override
    public WriteProbe write(Server primary, Facts facts, Duration deadline) {
        return WriteCheck.run(writers.computeIfAbsent(key(primary), k -> connect.apply(primary)), deadline, facts);
    }

    @Override
    public HostState host(Server server) {
        Shell shell = shells.apply(server);
        HostState seen = HostProbe.look(shell, server);
        String test = testSshCommand.get();
        // A look that answered shows already that ssh works.
        boolean doubtful = seen instanceof HostState.Unclear && !test.isBlank();
        return doubtful && HostProbe.test(shell, test) instanceof HostState.Silent silent ? silent : seen;
    }

    @Override
    public Sighting sightingFromHere(Server silent, Duration deadline) {
        return Vantage.fromHere(silent, deadline);
    }

    @Override
    public Sighting sighting(Server from, Server silent, Duration deadline) {
        return Vantage.fromHost(from, shells.apply(from), silent, deadline);
    }

    @Override
    public void keep(List<Server> servers) {
        Set<String> wanted = new HashSet<>();
        servers.forEach(s -> wanted.add(key(s)));
        closeAllBut(wanted, sessions);
        closeAllBut(wanted, writers);
        in.retainAll(wanted);
    }

    private static String key(Server server) {
        return server.name() + " at " + server.address();
    }

    private static void closeAllBut(Set<String> wanted, Map<String, Sql> sessions) {
        for (String key : List.copyOf(sessions.keySet())) {
            if (!wanted.contains(key)) {
                Sql sql = sessions.remove(key);
                if (sql != null) {
                    sql.close();
                }
            }
        }
    }

    @Override
    public void close() {
        closeAllBut(Set.of(), sessions);
        closeAllBut(Set.of(), writers);
    }
}
