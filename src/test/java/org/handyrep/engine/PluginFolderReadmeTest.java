package org.handyrep.engine;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Setting;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guide for plugin authors says what is so.
class PluginFolderReadmeTest {

    private static final List<String> BOUNCER = List.of(
            "pgbouncerbin", "template", "owner", "config_location", "database_list", "readonly_suffix", "all_replicas",
            "extra_connect_param");

    @TempDir
    Path directory;

    private final FakeTools tools = new FakeTools();

    @Test
    void theExampleCompilesAndRuns() throws IOException {
        String readme = Files.readString(Path.of("plugins/README.md"));
        int start = readme.indexOf("```java\n") + "```java\n".length();
        String example = readme.substring(start, readme.indexOf("```", start));
        Path plugins = directory.resolve("plugins");
        RepositoryPlugins.write(plugins, "alert/TouchFile.java", example);

        PluginFolder folder = PluginFolder.open(plugins, directory.resolve("cache"));
        Alert alert = folder.find(Kind.ALERT, "touch_file", Alert.class, tools).plugin();
        assertEquals(
                "[plugins] [[touch_file]] lacks alert_file", alert.run("FAILOVER", "john is down").details());
        assertFalse(tested(folder).succeeded());

        tools.set("touch_file", "alert_file", "/a file");
        assertTrue(tested(folder).succeeded());
        assertEquals("touched /a file for FAILOVER", alert.run("FAILOVER", "john is down").details());
        assertEquals(List.of("touch", "/a file"), tools.local.getFirst().argv());
    }

    private Outcome tested(PluginFolder folder) {
        List<Outcome> outcomes = new ArrayList<>();
        folder.tests(Kind.ALERT, "touch_file", tools, (server, outcome) -> outcomes.add(outcome));
        assertEquals(1, outcomes.size());
        return outcomes.getFirst();
    }

    /// The headings of HandyRep's list of plugins, each with the settings it gives there.
    private static final Map<String, List<String>> SEED = Map.ofEntries(
            entry("handyrepplugin", List.of()),
            entry("failplugin", List.of()),
            entry("successplugin", List.of()),
            entry("zero_auth", List.of()),
            entry("simple_password_auth", List.of("ro_function_list")),
            entry("ldap_auth", List.of()),
            entry("one_hr_master", List.of()),
            entry("check_last_ip_db", List.of("last_ip_timeout")),
            entry("poll_connect", List.of()),
            entry("poll_isready", List.of("isready_path")),
            entry("archive_local_dir", List.of(
                    "archive_directory", "archive_script_path", "archive_template", "stop_archiving_file", "cleanup_archive",
                    "archivecleanup_path")),
            entry("archive_two_servers", List.of(
                    "archive_directory", "archive_script_path", "archive_template", "stop_archiving_file", "archivecleanup_path",
                    "disable_on_fail")),
            entry("archive_delete_find", List.of("archive_delete_hours", "archive_directory")),
            entry("clone_basebackup", List.of("basebackup_path", "extra_parameters")),
            entry("clone_tar", List.of("tar_path")),
            entry("clone_rsync", List.of("rsync_path", "use_ssh", "ssh_path", "use_compression", "extra_parameters")),
            entry("replication_mb_lag_93", List.of()),
            entry("promote_pg_ctl", List.of("pg_ctl_path")),
            entry("select_replica_priority", List.of()),
            entry("multi_pgbouncer", BOUNCER),
            entry("multi_pgbouncer_pacemaker", BOUNCER),
            entry("multi_pgbouncer_bigip", Stream.concat(BOUNCER.stream(), Stream.of("bigip_user", "tmsh_path")).toList()),
            entry("restart_pg_ctl", List.of("pg_ctl_path", "pg_ctl_flags")),
            entry("restart_service", List.of("service_name")));

    @Test
    void theTableNamesEveryPluginWithItsFileKindAndSettings() throws IOException {
        Map<String, String> rows = rows();
        TreeSet<String> missing = new TreeSet<>();
        for (PluginView view : views()) {
            String row = rows.getOrDefault(view.name(), "");
            List<String> wanted = new ArrayList<>(List.of("`" + view.file() + "`"));
            wanted.addAll(List.of(view.kind().equals("generic") ? "any" : view.kind().split(",")[0]));
            view.settings().stream().map(Setting::name).map(s -> "`" + s + "`").forEach(wanted::add);
            wanted.stream().filter(w -> !row.contains(w)).forEach(w -> missing.add(view.name() + " lacks " + w));
        }
        for (Kind kind : Kind.values()) {
            if (!readme().contains("| `" + kind.folder() + "` |")) {
                missing.add("kind " + kind.folder());
            }
        }
        assertEquals(new TreeSet<>(), missing, "what the guide does not name");
    }

    @Test
    void everyPluginOfTheOriginalIsHereWithItsSettingsOrSaidToBeMissing() throws IOException {
        Map<String, PluginView> there = views().stream().collect(Collectors.toMap(PluginView::name, v -> v));
        Map<String, String> rows = rows();
        TreeSet<String> wrong = new TreeSet<>();
        SEED.forEach((name, settings) -> {
            String row = rows.get(name);
            PluginView view = there.get(name);
            if (row == null) {
                wrong.add(name + " is not in the table");
            } else if (view == null && !name.equals("handyrepplugin") && !row.contains("not there yet")) {
                wrong.add(name + " has no file, and the table does not say so");
            } else if (view != null) {
                List<String> declared = view.settings().stream().map(Setting::name).toList();
                settings.stream().filter(s -> !declared.contains(s)).forEach(s -> wrong.add(name + " does not declare " + s));
                if (row.contains("not there yet")) {
                    wrong.add(name + " is there, and the table says that it is not");
                }
            }
        });
        assertEquals(new TreeSet<>(), wrong);
    }

    private List<PluginView> views() {
        return PluginFolder.open(RepositoryPlugins.copyTo(directory.resolve("plugins")), directory.resolve("cache")).views(Map.of());
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("plugins/README.md"));
    }

    /// The lines of the table of plugins by the name in their first cell.
    private static Map<String, String> rows() throws IOException {
        return readme().lines()
                .filter(l -> l.matches("\\| `[a-z0-9_]+` \\|.*"))
                .filter(l -> !l.contains("`run("))
                .collect(Collectors.toMap(l -> l.substring(3, l.indexOf('`', 3)), l -> l, (a, b) -> a + " " + b));
    }
}
