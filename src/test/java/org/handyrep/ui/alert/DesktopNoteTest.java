package org.handyrep.ui.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuBar;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleAutomation;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.handyrep.testing.SampleSplit;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.Memory;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;

class DesktopNoteTest {

    private final Instant now = Instant.now();
    private final ClusterView healthy = SampleAutomation.armed(SampleClusters.healthy(now));
    private final ClusterView dead = SampleAutomation.armed(SampleClusters.primaryDead(now));

    private static ClusterView during(ClusterView view, Operation operation) {
        FakeEngine engine = new FakeEngine(view);
        engine.publish(Optional.of(operation));
        return engine.view();
    }

    @Test
    void aVerdictThatBecomesCriticalIsToldOnce() {
        List<DesktopNote> news = DesktopNote.between(healthy, dead);
        assertEquals(1, news.size(), news.toString());
        assertEquals("orders: john is down: its host answers, but no postmaster is running there.", news.getFirst().title());
        assertTrue(news.getFirst().urgent());
        assertEquals(List.of(), DesktopNote.between(dead, dead));
        assertEquals(List.of(), DesktopNote.between(dead, healthy), "good news can wait");
        assertEquals(1, DesktopNote.between(dead, SampleSplit.view(now)).size(), "a split brain is another evil");
    }

    @Test
    void thatAutomationActsOrIsKeptFromItIsTold() {
        List<DesktopNote> acts = DesktopNote.between(dead, SampleAutomation.acting(dead));
        assertEquals(List.of("orders: acting by itself"), acts.stream().map(DesktopNote::title).toList());
        List<DesktopNote> blocked = DesktopNote.between(dead, SampleAutomation.blocked(dead));
        assertEquals(List.of("orders: nothing is done by itself"), blocked.stream().map(DesktopNote::title).toList());
        assertTrue(DesktopNote.between(healthy, SampleAutomation.blocked(healthy)).isEmpty(), "nothing was to be done");
        assertTrue(DesktopNote.between(healthy, SampleAutomation.blocked(dead)).getFirst().text().contains("blocked"));
    }

    @Test
    void aPlanThatMovesThePrimaryIsNoAlarmAndItsEndIsToldWhenItWasLong() {
        Operation running = SampleOperations.running(SampleOperations.switchover("john", "paul"), 2, now.minusSeconds(60));
        assertEquals(List.of(), DesktopNote.between(healthy, during(dead, running)));
        ClusterView after = during(healthy, ended(running, Duration.ofSeconds(50)));
        List<DesktopNote> news = DesktopNote.between(during(dead, running), after);
        assertEquals(List.of(Mark.OK), news.stream().map(DesktopNote::mark).toList());
        assertEquals(List.of(), DesktopNote.between(during(dead, running), during(healthy, ended(running, Duration.ofSeconds(2)))));
    }

    private static Operation ended(Operation o, Duration after) {
        return new Operation(
                o.id(), o.function(), o.title(), o.operator(), o.startedAt(), Optional.of(o.startedAt().plus(after)), Operation.State.SUCCEEDED,
                o.steps(), "paul is primary", List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    @Test
    void theTextIsAWordAndMeansNothingToAnybody() {
        DesktopNote evil = new DesktopNote(Mark.DOWN, true, "-x $(reboot) 'a' \"b\"", "<b>&\\n`id`\n;", DesktopNote.About.EVENT);
        List<String> linux = new DesktopNotifier(DesktopNotifier.System.LINUX).words(evil);
        assertEquals(List.of("--", "-x $(reboot) 'a' \"b\"", "‹b›＆＼n`id` ;"), linux.subList(3, 6));
        assertEquals("--urgency=critical", linux.get(2));
        List<String> mac = new DesktopNotifier(DesktopNotifier.System.MAC).words(evil);
        assertEquals(linux.subList(3, 6), mac.subList(7, 10));
        DesktopNotifier windows = new DesktopNotifier(DesktopNotifier.System.WINDOWS);
        String script = new String(Base64.getDecoder().decode(windows.words(evil).getLast()), StandardCharsets.UTF_16LE);
        assertFalse(script.contains("reboot"), "the text is never part of the script");
        assertEquals(Map.of("HANDYREP_TITLE", "-x $(reboot) 'a' \"b\"", "HANDYREP_TEXT", "‹b›＆＼n`id` ;"), windows.environment(evil));
        assertEquals(DesktopNotifier.System.MAC, DesktopNotifier.System.of("Mac OS X"));
        assertEquals(DesktopNotifier.System.WINDOWS, DesktopNotifier.System.of("Windows 11"));
        assertEquals(DesktopNotifier.System.LINUX, DesktopNotifier.System.of("Linux"));
    }

    @Test
    void theWindowTellsTheDesktopOrSaysItItselfUntilThatIsSwitchedOff() {
        FakeEngine engine = new FakeEngine(healthy);
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            engine.publish(dead);
            Awaitility.await().until(() -> window.told.size() == 1);
            assertFalse(saysInNotice(window, "no postmaster"), "the desktop has shown it");
            engine.publish(healthy);
            shows(window, "john is primary and takes writes; 2 of 2 replicas are ready to take over.");
            window.hasDesktop = false;
            engine.publish(dead);
            Awaitility.await().until(() -> saysInNotice(window, "no postmaster"));
            CheckMenuItem item = Fx.on(() -> (CheckMenuItem) ((MenuBar) window.root().lookup("#menu-bar")).getMenus().stream()
                    .flatMap(m -> m.getItems().stream())
                    .filter(i -> "System notifications".equals(i.getText()))
                    .findFirst()
                    .orElseThrow());
            assertTrue(item.isSelected());
            Fx.run(item::fire);
            Awaitility.await().until(() -> !Memory.read(window.memoryFile()).memory().notifications());
            engine.publish(healthy);
            shows(window, "john is primary and takes writes; 2 of 2 replicas are ready to take over.");
            engine.publish(dead);
            shows(window, "john is down: its host answers, but no postmaster is running there.");
            assertEquals(2, window.told.size(), "who switched it off is not told");
        }
    }

    @Test
    void whatTheCornerSaysOfAnAlarmIsNotTakenForTrueWhenThatIsOver() {
        FakeEngine engine = new FakeEngine(healthy);
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.hasDesktop = false;
            engine.publish(dead);
            Awaitility.await().until(() -> saysInNotice(window, "no postmaster"));
            engine.publish(SampleAutomation.blocked(dead));
            Awaitility.await().until(() -> saysInNotice(window, "nothing is done by itself"));
            assertFalse(saysInNotice(window, "Over since"), "it lasts");
            engine.publish(SampleAutomation.acting(dead));
            Awaitility.await().until(() -> saysInNotice(window, "acting by itself"));
            engine.publish(healthy);
            Awaitility.await().until(() -> !saysInNotice(window, "acting by itself"));
            assertEquals(2, Fx.on(() -> window.root().lookupAll(".notification").stream()
                    .filter(n -> ((atlantafx.base.controls.Notification) n).getMessage().contains("Over since"))
                    .count()).intValue());
        }
    }

    private static void shows(TestWindow window, String sentence) {
        Awaitility.await().until(() -> Fx.on(() -> ((javafx.scene.control.Label) window.root().lookup("#verdict-sentence")).getText()).equals(sentence));
    }

    private static boolean saysInNotice(TestWindow window, String text) {
        return Fx.on(() -> window.root().lookupAll(".notification").stream()
                .anyMatch(n -> ((atlantafx.base.controls.Notification) n).getMessage().contains(text)));
    }
}
