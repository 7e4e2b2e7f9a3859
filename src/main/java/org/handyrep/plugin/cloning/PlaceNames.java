package org.handyrep.plugin.cloning;

import java.util.List;

/// The names of what lies at the top of a place: what HandyRep itself makes there, and what else may be there at all.
final class PlaceNames {

    /// What HandyRep makes in a data directory. It belongs to the server it was made on, and is never part of a copy.
    static final List<String> OWN = List.of(
            CloneJob.MARKER, CloneJob.MARKER + ".new", CloneJob.OLD, CloneJob.OLD + ".*", CloneJob.NEW, CloneJob.NEW + ".*", CloneJob.PART,
            "handyrep.journal", "handyrep.pgpass", "handyrep_salvage", "handyrep-start.log");

    /// Needs `$data`, `$wal` and `$folder`. `kind place`: nothing, `wal`, or how the folders of a tablespace begin. `strange kind`: the names that are not of such a place.
    static final String SCRIPT =
            """
            kind() { case $1 in "$data") ;; "$wal") echo wal;; *) echo "$folder";; esac; }
            traces() { ls -A | grep -xE 'handyrep[.]clone([.]new)?|handyrep_(old|new)([.][0-9]+)?|handyrep_part'; }
            names() { ls -A | grep -vxE 'lost[+]found|handyrep[.]clone([.]new)?|handyrep_(old|new)([.][0-9]+)?|handyrep_part'; }
            strange() {
              case $1 in
                '') ;;
                wal) names | grep -vxE '[0-9A-F]{24}([.].*)?|[0-9A-F]{8}[.]history([.].*)?|archive_status|summaries|xlogtemp[.].*|RECOVERY(XLOG|HISTORY)';;
                *) names | grep -v "^$1";;
              esac
            }
            """;

    private PlaceNames() {}
}
