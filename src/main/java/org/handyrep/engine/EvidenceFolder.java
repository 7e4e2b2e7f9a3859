package org.handyrep.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.handyrep.cluster.Branch;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.cloning.Meter;
import org.handyrep.plugin.cloning.Watch;

/// Writes down on the console's machine what a server has that the primary has not, before it is rewound or cloned over: its control file, its WAL files, and its
/// transactions after the fork. The data itself stays where it is.
final class EvidenceFolder {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration LONGEST = Duration.ofSeconds(120);

    private final Path directory;
    private final Clock clock;

    /// @param directory made when it is needed
    EvidenceFolder(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// Of a server as it is now, whether it runs or not.
    Outcome save(ClusterSnapshot snapshot, String name, Function<Server, Shell> shells) {
        Optional<Observation> seen = snapshot.find(name).filter(o -> o.server().role().isPostgres());
        if (seen.isEmpty()) {
            return Outcome.failure("there is no PostgreSQL server " + name);
        }
        Server server = seen.get().server();
        Shell shell = shells.apply(server);
        Optional<ControlData> control = HostProbe.controlData(shell, server);
        if (control.isEmpty()) {
            return unreadable(server);
        }
        Optional<ServerState.Primary> writes = seen.get().state() instanceof ServerState.Primary p ? Optional.of(p) : Optional.empty();
        Optional<Facts> other = other(snapshot, name);
        Optional<Facts> told = writes.map(ServerState.Primary::facts).or(() -> other);
        int timeline = writes.map(p -> p.facts().timeline()).orElse(control.get().timeline());
        int segment = told.map(RejoinLooks::segment).orElse(RejoinLooks.SEGMENT);
        Lsn from = other.flatMap(facts -> facts.leftTimeline(timeline)).orElse(control.get().redo());
        Optional<Lsn> end = writes.map(ServerState.Primary::written)
                .or(() -> new WalDisk(shell, server, timeline, segment).after(from, WalDisk.ALL).map(Situation.LeftWal::end));
        return end.isEmpty()
                ? Outcome.failure("the WAL of " + name + " from " + from + " on cannot be read")
                : save(
                        new Deed.SaveEvidence(
                                name, named(name), told.map(Facts::majorVersion).orElse(0), timeline,
                                writes.map(p -> p.facts().history()).orElse(List.of()), segment, from, end.get()),
                        control.get(), server, shell, Watch.NOBODY);
    }

    /// The folder of its own for what one server has, by its name and the time.
    String named(String server) {
        return directory.toAbsolutePath().resolve(NAME.format(clock.instant()) + "-" + plain(server)).toString();
    }

    /// What `pg_waldump` and `pg_controldata` say, and the WAL itself from the file of the fork on.
    Outcome save(Deed.SaveEvidence wanted, Server server, Shell shell, Watch watch) {
        return HostProbe.controlData(shell, server)
                .map(control -> save(wanted, control, server, shell, watch))
                .orElseGet(() -> unreadable(server));
    }

    private static Outcome unreadable(Server server) {
        return Outcome.failure("the control file of " + server.name() + " cannot be read");
    }

    private Outcome save(Deed.SaveEvidence wanted, ControlData control, Server server, Shell shell, Watch watch) {
        String name = server.name();
        CommandResult result = shell.run(WalScripts.evidence(server, wanted.major(), wanted.timeline(), wanted.fork()).within(LONGEST));
        boolean told = result instanceof CommandResult.Exited exited && exited.status() == 0;
        String text = told && result instanceof CommandResult.Exited e ? e.output() : "what it did after the fork cannot be listed: " + result.describe();
        Path folder = Path.of(wanted.folder());
        try {
            Files.createDirectories(folder);
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            List<Path> files = new ArrayList<>();
            List<String> gone = new ArrayList<>();
            Meter meter = new Meter("saving the WAL of " + name, Math.max(0, wanted.end().minus(wanted.fork())), System::nanoTime);
            Branch branch = new Branch(wanted.timeline(), wanted.path(), true, List.of());
            for (Histories.Stretch stretch : Histories.from(branch, wanted.fork())) {
                Lsn end = stretch.to().filter(wanted.end()::isAfter).orElse(wanted.end());
                gone.addAll(new WalDisk(shell, server, stretch.timeline(), wanted.segment()).save(stretch.from(), end, folder, meter, watch, files::add));
            }
            String but = gone.isEmpty()
                    ? ""
                    : ", but for " + gone.size() + (gone.size() == 1 ? " file that " : " files that ") + name + " does not have: " + gone.getFirst()
                            + (gone.size() == 1 ? "" : " … " + gone.getLast());
            Path evidence = folder.resolve("evidence.txt");
            Files.writeString(evidence, String.join("\n", List.of(
                    "evidence of " + name + " at " + clock.instant(), "system identifier " + control.systemIdentifier(),
                    "its WAL from " + wanted.fork() + " to " + wanted.end() + " is in the files beside this one" + but, text)));
            files.add(evidence);
            for (Path file : files) {
                OnDisk.force(file);
            }
            OnDisk.forceFolder(folder);
            int wal = files.size() - 1;
            return Outcome.success("wrote the evidence of " + name + " with " + wal + (wal == 1 ? " WAL file to " : " WAL files to ") + folder + but)
                    .with("file", evidence.toString());
        } catch (IOException e) {
            return Outcome.failure("the evidence of " + name + " was not written: " + e.getMessage());
        }
    }

    private static String plain(String server) {
        return server.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static Optional<Facts> other(ClusterSnapshot snapshot, String name) {
        return snapshot.writable().stream()
                .filter(o -> !o.name().equals(name))
                .map(Observation::state)
                .filter(ServerState.Primary.class::isInstance)
                .map(s -> ((ServerState.Primary) s).facts())
                .findFirst();
    }
}
