package org.handyrep.engine;

import static org.handyrep.engine.DeedParts.pgdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunMode;
import org.handyrep.remote.Quoting;

/// The deeds that tell a server whom to follow, or to follow nobody, as its version needs.
record FollowDeeds(DeedParts make, Ownership ownership) {

    List<DeedPart> freeze(Server server, int major) {
        List<DeedPart> parts = new ArrayList<>();
        String sign = major >= 13 ? "primary_conninfo = ''" : "wal_retrieve_retry_interval = '1h'";
        parts.add(make.script(
                server, FreezeScripts.keepSettings(pgdata(server), sign), "keep a copy of postgresql.auto.conf in "));
        if (major >= 13) {
            parts.add(make.sql(server, "ALTER SYSTEM SET primary_conninfo = ''"));
            parts.add(make.reload(server));
        } else {
            parts.add(make.sql(server, "ALTER SYSTEM SET wal_retrieve_retry_interval = '1h'"));
            parts.add(make.reload(server));
            parts.add(make.script(server, NodeScripts.endReceiver(pgdata(server)), "kill -TERM the WAL receiver of "));
        }
        return parts;
    }

    List<DeedPart> thaw(Server server) {
        return List.of(
                make.script(server, FreezeScripts.thaw(pgdata(server)), "give back what the freeze changed in postgresql.auto.conf, if it is frozen, in "),
                make.reload(server));
    }

    /// The settings are kept by [Deed.Freeze]. The slot of the old upstream is not there on the source.
    List<DeedPart> fastForward(Server server, Server source, int major) {
        List<DeedPart> parts = new ArrayList<>();
        if (major < 12) {
            parts.add(make.script(server, FreezeScripts.keepRecoveryConf(pgdata(server)), "keep a copy of recovery.conf in "));
            parts.add(recoveryConf(server, source, major));
        } else {
            Conninfo conninfo = Conninfo.of(make.tools(), server, source, major);
            parts.add(make.script(
                    server, FreezeScripts.forwards(pgdata(server), conninfo.line()), "note that this is not whom it follows, beside the settings that are kept in "));
            parts.addAll(pointAt(server, conninfo));
            parts.add(make.sql(server, "ALTER SYSTEM SET primary_slot_name = ''"));
        }
        if (major >= 13) {
            parts.add(make.reload(server));
        } else {
            parts.add(make.script(
                    server, FreezeScripts.retryAgain(pgdata(server)), "give back wal_retrieve_retry_interval in postgresql.auto.conf in "));
            parts.addAll(restart(server));
        }
        return parts;
    }

    List<DeedPart> endFastForward(Server server, int major) {
        return major >= 13
                ? List.of(make.sql(server, "ALTER SYSTEM SET primary_conninfo = ''"), make.reload(server))
                : Stream.concat(
                                Stream.of(make.script(
                                        server,
                                        FreezeScripts.endFastForward(pgdata(server)),
                                        "give back what the freeze and the fast-forward changed in postgresql.auto.conf" + (major < 12 ? " and recovery.conf" : "") + " in ")),
                                restart(server).stream())
                        .toList();
    }

    /// Whom it followed before is forgotten last: until then whatever fails leaves it frozen, so that no reload or restart leads it back there.
    List<DeedPart> follow(Server server, Server upstream, int major, Optional<String> slot) {
        List<DeedPart> parts = new ArrayList<>();
        slot.ifPresent(name -> parts.add(createSlot(upstream, name, major)));
        String line = "";
        if (major >= 12) {
            Conninfo conninfo = Conninfo.of(make.tools(), server, upstream, major);
            parts.addAll(pointAt(server, conninfo));
            line = conninfo.line();
        } else {
            parts.add(recoveryConf(server, upstream, major));
        }
        parts.add(make.script(server, FreezeScripts.follows(pgdata(server), line),
                (line.isEmpty() ? "" : "when postgresql.auto.conf says so, ") + "remove what a freeze kept, if it did, in "));
        parts.addAll(major >= 13 ? List.of(make.reload(server)) : restart(server));
        return parts;
    }

    /// The lock of the operation ends with the session that holds it.
    private List<DeedPart> restart(Server server) {
        return List.of(
                make.service(server, RunMode.RESTART),
                new DeedPart(List.of(server.name() + ": take the lock again that its restart ended"), () -> ownership.retake(server)));
    }

    /// @param names empty: as configured elsewhere
    List<DeedPart> setSyncNames(Server server, Optional<String> names) {
        String change = names.map(n -> "SET synchronous_standby_names = " + Quoting.literal(n)).orElse("RESET synchronous_standby_names");
        return List.of(make.sql(server, "ALTER SYSTEM " + change), make.reload(server));
    }

    DeedPart createSlot(Server upstream, String slot, int major) {
        return make.sql(upstream, SlotSql.create(slot, major));
    }

    private List<DeedPart> pointAt(Server server, Conninfo conninfo) {
        List<DeedPart> parts = new ArrayList<>();
        conninfo.passwordFile().ifPresent(file -> parts.add(make.act(file)));
        parts.add(make.sql(server, "ALTER SYSTEM SET primary_conninfo = " + Quoting.literal(conninfo.text())));
        return parts;
    }

    private DeedPart recoveryConf(Server server, Server upstream, int major) {
        Conninfo conninfo = Conninfo.of(make.tools(), server, upstream, major);
        String path = server.setting("replica_conf").orElse(pgdata(server) + "/recovery.conf");
        String archive = make.methods().archiveScript().map(plugin -> plugin.recoveryline()).orElse("");
        String shown = server.name() + ": write " + path + " (primary_conninfo = " + Quoting.literal(conninfo.shown())
                + ", recovery_target_timeline = 'latest'" + (archive.isEmpty() ? "" : ", " + archive.replace("\n", ", ")) + ")";
        return new DeedPart(List.of(shown), () -> switch (RecoveryConf.text(make.tools(), server, conninfo, archive)) {
            case Outcome.Success text ->
                Acts.perform(make.tools(), new Act.Push(server, path, text.details(), RunAs.POSTGRES, "0600"));
            case Outcome.Failure failure -> failure;
        });
    }

    List<DeedPart> mark(Server server, String upstream, int major) {
        if (major < 12) {
            return List.of(
                    make.script(server, NodeScripts.isStopped(pgdata(server)), "make sure that nothing runs in "),
                    recoveryConf(server, upstream.isEmpty() ? server : make.server(upstream), major));
        }
        List<DeedPart> parts = new ArrayList<>();
        StringBuilder settings = new StringBuilder();
        String shown = "if no PostgreSQL runs there, touch standby.signal in ";
        if (!upstream.isEmpty()) {
            Conninfo conninfo = Conninfo.of(make.tools(), server, make.server(upstream), major);
            settings.append(conninfo.line()).append('\n');
            settings.append("primary_slot_name = ''\n");
            settings.append("recovery_target_timeline = 'latest'\n");
            shown = "if no PostgreSQL runs there, write primary_conninfo = " + Quoting.confLiteral(conninfo.shown())
                    + " to postgresql.auto.conf, touch standby.signal in ";
        }
        parts.add(make.script(server, NodeScripts.mark(pgdata(server), settings.toString()), shown));
        return parts;
    }

    List<DeedPart> clear(Server server, int major) {
        List<DeedPart> parts = new ArrayList<>();
        parts.add(make.script(server, FreezeScripts.leads(pgdata(server)), "remove what a freeze kept, if it did, in "));
        if (major >= 12) {
            parts.add(make.sql(server, "ALTER SYSTEM RESET primary_conninfo"));
            parts.add(make.sql(server, "ALTER SYSTEM RESET primary_slot_name"));
        }
        parts.add(make.reload(server));
        return parts;
    }

    List<DeedPart> leavePassword(Server server, Server upstream, int major) {
        return Conninfo.of(make.tools(), server, upstream, major)
                .passwordFile()
                .map(file -> List.of(make.act(file)))
                .orElse(List.of());
    }

    List<DeedPart> unmark(Server server, int major) {
        String file = major >= 12 ? "standby.signal" : "recovery.conf";
        return List.of(make.script(server, NodeScripts.unmark(pgdata(server), file), "if nothing runs there, rm -f " + file + " in "));
    }
}
