package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.Tools;

/// Makes the parts that deeds are put together from.
record DeedParts(Tools tools, AdminSessions sessions, PluginMethods methods) {

    DeedPart sql(Server server, String statement) {
        Act.Statement act = new Act.Statement(server, AdminSessions.login(tools), statement);
        return new DeedPart(List.of(Acts.preview(tools, act)), () -> sessions.perform(act));
    }

    /// One that may take long.
    DeedPart sql(Server server, String statement, Duration limit) {
        Act.Statement act = new Act.Statement(server, AdminSessions.login(tools), statement);
        return new DeedPart(List.of(Acts.preview(tools, act)), () -> sessions.perform(act, limit));
    }

    DeedPart reload(Server server) {
        return sql(server, "SELECT pg_reload_conf()");
    }

    DeedPart act(Act act) {
        return new DeedPart(List.of(Acts.preview(tools, act)), () -> Acts.perform(tools, act));
    }

    /// @param what says in words what the script does; the script itself would hide it
    DeedPart script(Server server, Command command, String what) {
        return new DeedPart(
                List.of(server.name() + ": " + what + pgdata(server)),
                () -> Acts.perform(tools, new Act.Run(server, command)));
    }

    DeedPart kill(Server server) {
        return script(server, NodeScripts.kill(pgdata(server)), "kill -9 every postgres process of ");
    }

    DeedPart service(Server server, RunMode mode) {
        return new DeedPart(
                previews(methods.restart(server).acts(server, mode)), () -> methods.restart(server).run(server, mode));
    }

    List<String> previews(List<Act> acts) {
        return acts.stream().map(act -> Acts.preview(tools, act)).toList();
    }

    Server server(String name) {
        return tools.servers().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no server " + name));
    }

    static String pgdata(Server server) {
        return server.setting("pgdata").orElse("");
    }
}
