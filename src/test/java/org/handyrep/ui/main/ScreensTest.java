package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.layout.Region;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.FakeDemo;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.handyrep.testing.SampleProxies;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Draws each screen in light and dark, so that a person can look at all of them after a change.
class ScreensTest {

    private static String in(Look look, String name) {
        return name + "-" + look.name().toLowerCase(Locale.ROOT);
    }

    private static void over(ClusterView view, Look look, String name, String selected) throws Exception {
        FakeEngine engine = new FakeEngine(view);
        try (TestWindow window = TestWindow.over(engine, look)) {
            Fx.run(() -> window.window().frame().select(window.window().frame().current().orElseThrow(), Optional.of(selected)));
            window.picture(in(look, name));
        }
        assertTrue(Files.size(Path.of("target", "screens", in(look, name) + ".png")) > 20_000);
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void topologies(Look look) throws Exception {
        over(SampleClusters.healthy(Instant.now()), look, "healthy", "paul");
        over(SampleProxies.healthy(Instant.now()), look, "proxies", "pgb1");
        over(SampleProxies.troubled(Instant.now()), look, "proxies-troubled", "pgb3");
        over(SampleProxies.pausedAndLost(Instant.now()), look, "proxies-paused", "pgb2");
        over(SampleClusters.lagging(Instant.now()), look, "lagging", "ringo");
        over(SampleClusters.primaryDead(Instant.now()), look, "primary-dead", "john");
        over(SampleProxies.hundred(Instant.now()), look, "proxies-hundred", "pgb2");
        over(SampleClusters.hundred(Instant.now()), look, "hundred", "db010");
        over(SampleClusters.beforeFirstPoll(Instant.now()), look, "before-first-poll", "john");
        over(SampleClusters.lagging(Instant.now().minusSeconds(40)), look, "stale", "george");
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void refusedConfigurationAndOthers(Look look) throws Exception {
        Map<String, ClusterOpener.Answer> clusters = new LinkedHashMap<>();
        clusters.put(
                "a-billing.conf",
                new ClusterOpener.Answer.Refused(List.of(
                        "/etc/handyrep/a-billing.conf:14: failover.poll_interval is \"often\"; a whole number of seconds is wanted",
                        "/etc/handyrep/a-billing.conf:31: no plugin is named poll_conect; did you mean poll_connect?",
                        "/etc/handyrep/a-billing.conf:52: two servers have the role master: john and paul")));
        clusters.put("orders.conf", new ClusterOpener.Answer.Opened(new FakeEngine(SampleClusters.lagging(Instant.now()))));
        try (TestWindow window = new TestWindow(clusters, Optional.empty(), look)) {
            window.picture(in(look, "refused"));
        }
        assertTrue(Files.size(Path.of("target", "screens", in(look, "refused") + ".png")) > 20_000);
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void operationAndDemo(Look look) throws Exception {
        FakeEngine engine = new FakeEngine(SampleClusters.lagging(Instant.now()));
        try (FakeDemo demo = new FakeDemo();
                TestWindow window = new TestWindow(
                        Map.of("demo.conf", new ClusterOpener.Answer.Opened(engine)), Optional.of(demo), look)) {
            engine.publish(Optional.of(
                    SampleOperations.running(SampleOperations.switchover("john", "paul"), 2, Instant.now().minusMillis(400))));
            Fx.run(() -> window.window().frame().notices().add(org.handyrep.ui.common.Mark.OK, "john was killed (kill -9)"));
            window.picture(in(look, "operation"));
        }
        assertTrue(Files.size(Path.of("target", "screens", in(look, "operation") + ".png")) > 20_000);
    }

    @Test
    void inALowWindowThePictureKeepsItsShare() {
        try (TestWindow window = TestWindow.over(new FakeEngine(SampleClusters.healthy(Instant.now())), Look.LIGHT)) {
            Fx.run(() -> {
                window.window().stage().setWidth(920);
                window.window().stage().setHeight(640);
            });
            Awaitility.await().until(() -> Fx.on(() -> window.root().getHeight() < 700));
            window.picture("low-window");
            double height = Fx.on(() -> ((Region) window.root().lookup("#topology")).getHeight());
            assertTrue(height >= 200, "only " + height);
        }
    }
}
