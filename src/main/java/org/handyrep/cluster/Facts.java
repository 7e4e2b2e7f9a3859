package org.handyrep.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every PostgreSQL server that accepts a session tells about itself.
///
/// @param systemIdentifier `pg_control_system()`, the identity of the cluster the data directory belongs to
/// @param versionNumber `server_version_num`, 90600 to 180000 and above
/// @param version as the server writes it, `17.6`
/// @param timeline the timeline it writes (primary) or receives (replica)
/// @param settings run-time parameters that decisions need (`max_connections`, `wal_log_hints`, `synchronous_standby_names`, …); never a password
/// @param history where each older timeline was left for the next, oldest first; empty on timeline 1 or when the console may not read it
/// @param lockedBy `application_name` of the session that holds the lock of an operation there; empty when nobody does
public record Facts(
        String systemIdentifier,
        int versionNumber,
        String version,
        String dataDirectory,
        int timeline,
        Instant startedAt,
        Map<String, String> settings,
        List<TimelineSwitch> history,
        Optional<String> lockedBy) {

    public static final String SYNC_NAMES = "synchronous_standby_names";

    /// Among the settings, the file that [#SYNC_NAMES] comes from; missing when the console may not see that.
    public static final String SYNC_NAMES_FILE = "synchronous_standby_names sourcefile";

    public Facts {
        settings = Map.copyOf(settings);
        history = List.copyOf(history);
    }

    public Facts(
            String systemIdentifier,
            int versionNumber,
            String version,
            String dataDirectory,
            int timeline,
            Instant startedAt,
            Map<String, String> settings) {
        this(systemIdentifier, versionNumber, version, dataDirectory, timeline, startedAt, settings, List.of());
    }

    public Facts(
            String systemIdentifier,
            int versionNumber,
            String version,
            String dataDirectory,
            int timeline,
            Instant startedAt,
            Map<String, String> settings,
            List<TimelineSwitch> history) {
        this(systemIdentifier, versionNumber, version, dataDirectory, timeline, startedAt, settings, history, Optional.empty());
    }

    /// Where this server's history left an older timeline; empty when that timeline is not in it.
    public Optional<Lsn> leftTimeline(int older) {
        return history.stream().filter(s -> s.timeline() == older).map(TimelineSwitch::at).findFirst();
    }

    /// 18 for 18.6, and 9 for 9.6.
    public int majorVersion() {
        return versionNumber / 10000;
    }

    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name));
    }

    public int number(String name, int otherwise) {
        try {
            return setting(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
