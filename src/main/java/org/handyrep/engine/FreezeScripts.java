package org.handyrep.engine;

import org.handyrep.plugin.Command;

/// The scripts around a frozen replica. What a freeze changes is kept beside the data, and only that is given back: whatever else was set meanwhile stays.
final class FreezeScripts {

    private static final String COPY = "postgresql.auto.conf.handyrep-frozen";
    private static final String RECOVERY_COPY = "recovery.conf.handyrep-frozen";

    private static final String KEEP_RECOVERY =
            """
            cd "$1" || exit 3
            test -e %1$s && exit 0
            cp -p recovery.conf %1$s && sync %1$s
            """
                    .formatted(RECOVERY_COPY);

    /// A copy whose server is not frozen any more was forgotten, and somebody set things right by hand: it is no truth about anything.
    private static final String FUNCTIONS =
            """
            cd "$1" || exit 3
            umask 077
            is_forwarded() {
              line=$(sed -n 's/^# fast-forward: //p' %1$s 2>/dev/null | tail -n 1)
              test -n "$line" && grep -Fxq -e "$line" postgresql.auto.conf
            }
            is_frozen() {
              grep -Eq "^(primary_conninfo = ''|wal_retrieve_retry_interval = '1h')" postgresql.auto.conf || is_forwarded
            }
            give_back() {
              test -e %1$s || return 0
              sed -E "/^[[:space:]]*($1)[[:space:]]*=/Id" postgresql.auto.conf > postgresql.auto.conf.handyrep-new || return 1
              sed -nE "/^[[:space:]]*($1)[[:space:]]*=/Ip" %1$s >> postgresql.auto.conf.handyrep-new || return 1
              sync postgresql.auto.conf.handyrep-new && mv -f postgresql.auto.conf.handyrep-new postgresql.auto.conf
            }
            """
                    .formatted(COPY);

    /// Keeps the settings, unless they are frozen already.
    private static final String KEEP = FUNCTIONS
            + """
            test -e %1$s && { grep -q "^$2" postgresql.auto.conf || is_forwarded; } && exit 0
            dd if=postgresql.auto.conf of=%1$s conv=fsync status=none
            """
                    .formatted(COPY);

    /// A fast-forward that was interrupted leaves settings that are as little the server's own as those of the freeze.
    private static final String FORWARDS = FUNCTIONS
            + """
            test -e %1$s || { echo "$1 has no copy of its settings: it was not frozen" >&2; exit 4; }
            printf '# fast-forward: %%s\\n' "$2" >> %1$s && sync %1$s
            """
                    .formatted(COPY);

    private static final String THAW = FUNCTIONS
            + """
            test -e %1$s || exit 0
            ! is_frozen || give_back 'primary_conninfo|primary_slot_name|restore_command|wal_retrieve_retry_interval' || exit 5
            rm -f %1$s
            """
                    .formatted(COPY);

    private static final String RETRY = FUNCTIONS
            + """
            give_back wal_retrieve_retry_interval || exit 5
            """;

    /// What [#RETRY] gave back does not look frozen any more.
    private static final String END_FAST_FORWARD = FUNCTIONS
            + """
            test ! -e %2$s || mv -f %2$s recovery.conf || exit 4
            give_back 'primary_conninfo|primary_slot_name|restore_command|wal_retrieve_retry_interval' || exit 5
            rm -f %1$s
            """
                    .formatted(COPY, RECOVERY_COPY);

    private static final String FOLLOWS = FUNCTIONS
            + """
            test -z "$2" || grep -Fxq -e "$2" postgresql.auto.conf || { echo "postgresql.auto.conf in $1 does not say: $2" >&2; exit 6; }
            ! grep -q "^wal_retrieve_retry_interval = '1h'" postgresql.auto.conf || give_back wal_retrieve_retry_interval || exit 5
            rm -f %1$s %2$s
            """
                    .formatted(COPY, RECOVERY_COPY);

    private static final String LEADS = FUNCTIONS
            + """
            ! is_frozen || give_back 'restore_command|wal_retrieve_retry_interval' || exit 5
            rm -f %1$s %2$s
            """
                    .formatted(COPY, RECOVERY_COPY);

    private FreezeScripts() {}

    /// @param sign the start of the line that shows that the settings are frozen
    static Command keepSettings(String pgdata, String sign) {
        return NodeScripts.script(KEEP, "keep-settings", pgdata, sign);
    }

    /// Says beside the settings that are kept what a fast-forward is about to set.
    ///
    /// @param line of postgresql.auto.conf
    static Command forwards(String pgdata, String line) {
        return NodeScripts.script(FORWARDS, "forwards", pgdata, line);
    }

    static Command keepRecoveryConf(String pgdata) {
        return NodeScripts.script(KEEP_RECOVERY, "keep-recovery-conf", pgdata);
    }

    /// Gives back what the freeze changed, where it is frozen still.
    static Command thaw(String pgdata) {
        return NodeScripts.script(THAW, "thaw", pgdata);
    }

    /// Lets it look for WAL as often as before the freeze. The copy stays.
    static Command retryAgain(String pgdata) {
        return NodeScripts.script(RETRY, "retry-again", pgdata);
    }

    /// Gives back what a fast-forward and the freeze before it changed, before PostgreSQL 13.
    static Command endFastForward(String pgdata) {
        return NodeScripts.script(END_FAST_FORWARD, "end-fast-forward", pgdata);
    }

    /// Forgets what it followed before, once the file says whom it follows now.
    ///
    /// @param line of postgresql.auto.conf that must be there; empty where that is not where it stands
    static Command follows(String pgdata, String line) {
        return NodeScripts.script(FOLLOWS, "follows", pgdata, line);
    }

    /// Forgets whom a promoted server followed.
    static Command leads(String pgdata) {
        return NodeScripts.script(LEADS, "leads", pgdata);
    }
}
