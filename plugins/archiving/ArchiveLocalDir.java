package archiving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.ArchiveScriptPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Setting;

/// `archive_local_dir`: every server archives into a directory of its own host, which may be mounted from elsewhere.
///
/// Leave `cleanup_archive` off when several replicas share the directory: each would remove what another still needs.
public class ArchiveLocalDir extends ArchiveScriptPlugin {

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(settings("archive.sh.local.template"));
        all.add(Setting.optional("cleanup_archive", "whether a replica removes WAL that it does not need any more", "False"));
        return List.copyOf(all);
    }

    @Override
    protected Archive archiveOf(Server server) {
        return new Archive.On(server);
    }

    @Override
    protected Optional<String> cleanup() {
        return settingIsTrue("cleanup_archive") ? setting("archivecleanup_path") : Optional.empty();
    }

    @Override
    protected Outcome usable() {
        return settingIsTrue("cleanup_archive") && setting("archivecleanup_path").isEmpty()
                ? Outcome.failure("[plugins] [[" + name() + "]] lacks archivecleanup_path, which cleanup_archive = True needs")
                : super.usable();
    }

    @Override
    public Outcome poll() {
        Outcome usable = usable();
        return usable.succeeded() ? master().map(this::watch).orElseGet(this::noPrimary) : usable;
    }
}
