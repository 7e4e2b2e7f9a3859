package archiving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.ArchiveScriptPlugin;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Retries;
import org.handyrep.plugin.Setting;

/// `archive_two_servers`: a primary and one replica archive to each other, so that the WAL of a lost host is on the other one.
///
/// With more than one enabled replica it refuses to work, because nobody could say which of them has the WAL.
public class ArchiveTwoServers extends ArchiveScriptPlugin {

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(settings("archive.sh.remote.template"));
        all.add(Setting.optional(
                "disable_on_fail", "whether archiving is switched off, and WAL lost for the archive, when the replica does not answer by ssh", "False"));
        return List.copyOf(all);
    }

    @Override
    protected Archive archiveOf(Server server) {
        List<Server> others = others(server);
        if (others.size() == 1) {
            return new Archive.On(others.getFirst());
        }
        return new Archive.Nowhere(server.name() + ": archive_two_servers works with two enabled servers, "
                + (others.isEmpty()
                        ? "and there is no other one to archive to"
                        : "and there are " + (others.size() + 1) + " ("
                                + others.stream().map(Server::name).collect(Collectors.joining(", "))
                                + " besides): disable some or use archive_local_dir"));
    }

    private List<Server> others(Server server) {
        return tools().servers().stream()
                .filter(s -> s.enabled() && s.role().isPostgres() && !s.name().equals(server.name()))
                .toList();
    }

    @Override
    protected Optional<String> cleanup() {
        return setting("archivecleanup_path");
    }

    @Override
    public Outcome poll() {
        Outcome usable = usable();
        return usable.succeeded() ? master().map(this::poll).orElseGet(this::noPrimary) : usable;
    }

    private Outcome poll(Server primary) {
        Outcome archiving = watch(primary);
        return switch (archiveOf(primary)) {
            case Archive.Nowhere nowhere ->
                others(primary).isEmpty() ? lost(primary, nowhere.why(), archiving) : Outcome.failure(nowhere.why());
            case Archive.On archive -> {
                Server replica = archive.host();
                CommandResult answer = Retries.of(tools()).until(ArchiveTwoServers::answers, () -> ping(replica));
                String what = replica.name() + " does not answer by ssh (" + answer.describe() + ")";
                yield answers(answer) ? archiving : lost(primary, what, archiving);
            }
        };
    }

    /// @param what why there is nobody to archive to: the other server is gone, or was disabled after a failover
    private Outcome lost(Server primary, String what, Outcome archiving) {
        CommandResult here = ping(primary);
        if (!answers(here)) {
            return Outcome.failure(what + ", and neither does " + primary.name() + " (" + here.describe()
                    + "): the fault may be on this side, so archiving was left as it is");
        }
        if (isHalted(primary)) {
            return Outcome.failure(archiving.details() + "; " + what);
        }
        if (!settingIsTrue("disable_on_fail")) {
            return Outcome.failure(what + ": WAL piles up on " + primary.name() + " until it does, or until stop_archiving");
        }
        Outcome stopped = stop();
        return Outcome.failure(
                stopped.succeeded()
                        ? what + ": archiving was switched off, as disable_on_fail says. " + watch(primary).details()
                        : what + ", and archiving could not be switched off: " + stopped.details());
    }

    private CommandResult ping(Server server) {
        return runAsHandyrep(server, Command.of("true"));
    }

    /// Any status came from the host.
    private static boolean answers(CommandResult result) {
        return result instanceof CommandResult.Exited;
    }
}
