package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.handyrep.engine.Engine.SignIn;
import org.handyrep.engine.Operator;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;

/// Nothing of a cluster is seen before somebody has signed in, and who may only look is told so at every button.
class SignInTest {

    private static final String LIMIT = "may only look: ro_function_list does not contain";

    private final FxRobot robot = new FxRobot();

    private static FakeEngine asking() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        engine.signer = SignInTest::answer;
        return engine;
    }

    /// As simple_password_auth answers.
    private static SignIn answer(Operator who) {
        return switch (who.password().reveal()) {
            case "admin pw" -> new SignIn(Outcome.success("").with("warning", "Everybody knows this password."), FakeEngine.FUNCTIONS, true);
            case "read pw" -> new SignIn(Outcome.success("").with("limit", LIMIT), Set.of("get_status"), true);
            default -> new SignIn(Outcome.failure("the password is wrong"), Set.of(), true);
        };
    }

    private static TestWindow window(FakeEngine engine) {
        TestWindow window = TestWindow.over(engine, Look.LIGHT);
        window.settle();
        return window;
    }

    private static Optional<Node> find(TestWindow window, String query) {
        return Fx.on(() -> Optional.ofNullable(window.root().lookup(query)));
    }

    private static boolean saysAnywhere(TestWindow window, String text) {
        return Fx.on(() -> window.root().lookupAll(".label").stream()
                .anyMatch(n -> n instanceof Label l && l.isVisible() && l.getText() != null && l.getText().contains(text)));
    }

    private static void soon(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }

    private static void signIn(TestWindow window, String name, String password) {
        Fx.run(() -> {
            ((TextField) window.root().lookup("#sign-in-user")).setText(name);
            ((PasswordField) window.root().lookup("#sign-in-password")).setText(password);
            ((Button) window.root().lookup("#sign-in")).fire();
        });
    }

    private static boolean isOpen(TestWindow window) {
        return find(window, "#card-john").isPresent();
    }

    @Test
    void nothingIsShownBeforeTheRightPassword() {
        FakeEngine engine = asking();
        try (TestWindow window = window(engine)) {
            assertTrue(find(window, "#sign-in-page").isPresent());
            assertFalse(isOpen(window));
            assertFalse(saysAnywhere(window, "paul"), "no server is named");
            assertTrue(saysAnywhere(window, "orders") && saysAnywhere(window, "sign in"), "the list names the cluster");
            assertTrue(engine.asked.contains("start"), "it is watched all the same");
            assertTrue(MenusTest.item(window, "_Cluster", "Manual failover").isDisable() && MenusTest.item(window, "_Cluster", "Poll now").isDisable());

            engine.publish(SampleClusters.primaryDead(Instant.now()));
            window.settle();
            assertFalse(saysAnywhere(window, "john"), "news is not shown either");

            robot.clickOn("#sign-in-password").write("wrong").type(KeyCode.ENTER);
            soon(() -> saysAnywhere(window, "The password is wrong."));
            assertEquals("", Fx.on(() -> ((PasswordField) window.root().lookup("#sign-in-password")).getText()));
            assertFalse(isOpen(window));

            robot.clickOn("#sign-in-password").write("admin pw").type(KeyCode.ENTER);
            soon(() -> isOpen(window));
            assertEquals(Operator.local().username(), Fx.on(() -> ((Label) window.root().lookup("#signed-in")).getText()));
            assertEquals(List.of("orders: Everybody knows this password."), notices(window));
            assertFalse(MenusTest.item(window, "_Cluster", "Manual failover").isDisable());
        }
    }

    @Test
    void whoMayOnlyLookSeesEverythingAndIsToldWhy() {
        FakeEngine engine = asking();
        try (TestWindow window = window(engine)) {
            signIn(window, "anna", "read pw");
            soon(() -> isOpen(window));
            assertEquals("anna, may only look", Fx.on(() -> ((Label) window.root().lookup("#signed-in")).getText()));
            Fx.run(() -> window.window().frame().select(window.window().frame().current().orElseThrow(), Optional.of("paul")));
            window.settle();
            List<Button> actions = Fx.on(() -> window.root().lookupAll(".button").stream()
                    .filter(n -> n instanceof Button b && b.getText() != null
                            && (b.getText().endsWith("…") || b.getText().equals("Start") || b.getText().equals("Reload"))
                            && !b.getText().startsWith("+"))
                    .map(Button.class::cast)
                    .toList());
            assertTrue(actions.size() >= 6, actions::toString);
            for (Button button : actions) {
                assertTrue(button.isDisabled(), button.getText());
                assertTrue(button.getAccessibleHelp().startsWith("anna " + LIMIT), button.getAccessibleHelp());
            }
            assertTrue(saysAnywhere(window, "anna may only look: ro_function_list does not contain manual_failover"));
            MenuItem failover = MenusTest.item(window, "_Cluster", "Manual failover…   (anna " + LIMIT + " manual_failover)");
            assertTrue(failover.isDisable());
            SessionNavigator nav = Fx.on(() -> window.window().frame().current().flatMap(ClusterSession::open).orElseThrow().nav());
            Fx.run(() -> nav.request(new Request.Service("paul", RunMode.STOP)));
            Fx.run(() -> nav.openWizard(Optional.empty()));
            assertEquals(List.of(), engine.planned);
            Fx.run(() -> window.window().frame().showPage(window.window().frame().current().orElseThrow(), Page.PLUGINS));
            assertTrue(Fx.on(() -> window.root().lookup("#plugins-reload").isDisabled()), "reading plugins again runs code");
            assertEquals(1, Fx.on(() -> javafx.stage.Window.getWindows().stream().filter(Stage.class::isInstance).count()));
        }
    }

    @Test
    void signingOutForgetsThePasswordAndClosesWhatWasOpen() {
        FakeEngine engine = asking();
        try (TestWindow window = window(engine)) {
            signIn(window, "anna", "admin pw");
            soon(() -> isOpen(window));
            SessionNavigator nav = Fx.on(() -> window.window().frame().current().flatMap(ClusterSession::open).orElseThrow().nav());
            assertEquals("admin pw", nav.operator().password().reveal());
            Fx.run(() -> nav.request(new Request.Service("paul", RunMode.STOP)));
            soon(() -> Fx.on(() -> javafx.stage.Window.getWindows().stream().filter(Stage.class::isInstance).count()) == 2);
            assertEquals("Sign out anna", MenusTest.item(window, "_Cluster", "Sign").getText());

            Fx.run(MenusTest.item(window, "_Cluster", "Sign")::fire);
            soon(() -> find(window, "#sign-in-page").isPresent());
            assertEquals(List.of(), notices(window));
            assertEquals(1, Fx.on(() -> javafx.stage.Window.getWindows().stream().filter(Stage.class::isInstance).count()));
            assertEquals("", nav.operator().password().reveal());
            assertFalse(isOpen(window));
            assertFalse(saysAnywhere(window, "paul"));
            engine.publish(SampleClusters.primaryDead(Instant.now()));
            window.settle();
            assertFalse(saysAnywhere(window, "john"));

            signIn(window, "rita", "read pw");
            soon(() -> isOpen(window));
            assertEquals("rita, may only look", Fx.on(() -> ((Label) window.root().lookup("#signed-in")).getText()));
            robot.push(KeyCode.CONTROL, KeyCode.L);
            soon(() -> find(window, "#sign-in-page").isPresent());
        }
    }

    private static List<String> notices(TestWindow window) {
        return Fx.on(() -> window.window().frame().notices().getChildren().stream()
                .map(n -> ((Notification) n).getMessage())
                .toList());
    }

    @Test
    void everyClusterKeepsItsOwnOperatorAndASlowDirectoryHoldsUpNothing() {
        FakeEngine first = asking();
        FakeEngine second = asking();
        CountDownLatch late = new CountDownLatch(1);
        Map<String, ClusterOpener.Answer> clusters =
                Map.of("a.conf", new ClusterOpener.Answer.Opened(first), "b.conf", new ClusterOpener.Answer.Opened(second));
        try (TestWindow window = new TestWindow(clusters, Optional.empty(), Look.LIGHT)) {
            window.settle();
            second.signer = who -> {
                try {
                    late.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return answer(who);
            };
            signIn(window, "anna", "admin pw");
            soon(() -> isOpen(window));
            Fx.run(() -> window.window().frame().open(window.window().frame().sessions().get(1)));
            assertFalse(isOpen(window));
            signIn(window, "rita", "read pw");
            assertTrue(Fx.on(() -> window.root().lookup("#sign-in").isDisabled()), "one question at a time");
            Fx.run(() -> window.window().frame().open(window.window().frame().sessions().get(0)));
            assertEquals("anna", Fx.on(() -> ((Label) window.root().lookup("#signed-in")).getText()));
            late.countDown();
            Fx.run(() -> window.window().frame().open(window.window().frame().sessions().get(1)));
            soon(() -> isOpen(window));
            assertEquals("rita, may only look", Fx.on(() -> ((Label) window.root().lookup("#signed-in")).getText()));
            List<String> operators = Fx.on(() -> window.window().frame().sessions().stream()
                    .map(s -> s.open().orElseThrow().nav().operator().username())
                    .toList());
            assertEquals(List.of("anna", "rita"), operators);
        }
    }

    @Test
    void whereNobodyIsAskedTheClusterOpensAtOnce() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        try (TestWindow window = window(engine)) {
            assertTrue(isOpen(window));
            assertEquals(List.of(Operator.local().username() + ":"), engine.signedIn);
        }
    }

    @Test
    void aBrokenPluginIsSaidInsteadOfShowingTheCluster() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        engine.signer = who -> new SignIn(Outcome.failure("ldap_auth does not compile"), Set.of(), false);
        try (TestWindow window = window(engine)) {
            assertFalse(isOpen(window));
            assertTrue(saysAnywhere(window, "ldap_auth does not compile"));
        }
    }

    @ParameterizedTest
    @EnumSource(Look.class)
    void pictures(Look look) {
        FakeEngine engine = asking();
        String end = look == Look.DARK ? "-dark" : "-light";
        try (TestWindow window = TestWindow.over(engine, look)) {
            signIn(window, "anna", "wrong");
            soon(() -> saysAnywhere(window, "The password is wrong."));
            window.picture("sign-in" + end);
            signIn(window, "anna", "read pw");
            soon(() -> isOpen(window));
            window.picture("may-only-look" + end);
        }
    }
}
