package org.handyrep.plugin.cloning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ControlData;

/// What one look over SSH at a data directory saw. The first place is the data directory.
///
/// @param user the owner of PostgreSQL, who looked
/// @param home that user's home directory
/// @param boot tells two machines apart, `/proc/sys/kernel/random/boot_id`
/// @param places the directories that were asked about, in order
/// @param version the text of PG_VERSION; empty when there is none
/// @param control the control file, when there is one that can be read
/// @param fingerprint the first eight bytes of the control file in hexadecimal, which are the system identifier; empty when there is none
/// @param running what of PostgreSQL runs in the data directory, for people; empty when nothing does
/// @param walLink where the WAL folder leads, when it is a link
/// @param tablespaces where the links of pg_tblspc lead, by their names
public record HostSeen(
        String user,
        String home,
        String boot,
        List<PlaceSeen> places,
        String version,
        Optional<ControlData> control,
        String fingerprint,
        String running,
        Optional<String> walLink,
        Map<String, String> tablespaces) {

    public HostSeen {
        places = List.copyOf(places);
        tablespaces = Map.copyOf(tablespaces);
    }

    public PlaceSeen data() {
        return places.getFirst();
    }

    /// Bytes of what is in all the places; 0 when it was not measured.
    public long size() {
        return places.stream().mapToLong(place -> place.space().used()).sum();
    }
}
