package org.handyrep.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.engine.Engine.PluginTest;
import org.handyrep.engine.PluginView;
import org.handyrep.engine.PluginView.Value;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Setting;

/// Plugins as a window may find them: tested, failing, broken, kept.
final class SamplePlugins {

    private SamplePlugins() {}

    static List<PluginView> all() {
        return List.of(
                new PluginView(
                        "promote_pg_ctl",
                        "promotion",
                        "promotion/PromotePgCtl.java",
                        List.of("promotion_method of john", "promotion_method of paul", "promotion_method of george"),
                        List.of(
                                Setting.optional(
                                        "pg_ctl_path", "full path of pg_ctl on the servers; a server's own entry may have it too", "pg_ctl"),
                                Setting.optional("pg_ctl_flags", "further flags for pg_ctl, such as -t 90", "")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Map.of("pg_ctl_path", new Value("/usr/lib/postgresql/17/bin/pg_ctl", "handyrep.conf:232"))),
                new PluginView(
                        "poll_connect", "polling", "polling/PollConnect.java", List.of("poll_method"), List.of(), Optional.empty()),
                new PluginView(
                        "my_alert",
                        "alert",
                        "alert/MyAlert.java",
                        List.of(),
                        List.of(Setting.required("token", "the pager's token")),
                        Optional.of("alert/MyAlert.java, line 14: ';' expected"),
                        Optional.empty(),
                        List.of(
                                "    12      public Outcome run(String category, String message) {",
                                "    13          String token = setting(\"token\").orElse(\"\");",
                                "→   14          post(token, message)",
                                "    15          return Outcome.success(\"posted\");",
                                "    16      }"),
                        Map.of()),
                new PluginView(
                        "push_webhook",
                        "alert",
                        "alert/PushWebhook.java",
                        List.of("push_alert_method"),
                        List.of(
                                new Setting("url", "where to post to", "", true, true),
                                Setting.optional("timeout", "seconds that a post may take", "10")),
                        Optional.empty(),
                        Optional.of("alert/PushWebhook.java, line 40: cannot find symbol   symbol:   variable mesage"),
                        List.of("→   40          fields.put(\"text\", mesage);"),
                        Map.of("url", new Value("***", "handyrep.conf:251"), "timeot", new Value("30", "handyrep.conf:252"))),
                new PluginView(
                        "restart_pg_ctl",
                        "restart",
                        "restart/RestartPgCtl.java",
                        List.of("restart_method of john", "restart_method of paul"),
                        List.of(Setting.optional("pg_ctl_path", "full path of pg_ctl on the servers", "pg_ctl")),
                        Optional.empty()));
    }

    static List<PluginTest> tests() {
        return List.of(
                new PluginTest("promote_pg_ctl", "paul", Outcome.success("paul: pg_ctl 17.6 found")),
                new PluginTest("poll_connect", "", Outcome.success("poll_connect: has all it needs")),
                new PluginTest("restart_pg_ctl", "john", Outcome.success("john: pg_ctl knows /var/lib/postgresql/17/main")),
                new PluginTest("restart_pg_ctl", "paul", Outcome.failure("paul: could not run pg_ctl: not found")));
    }
}
