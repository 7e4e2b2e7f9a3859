package org.handyrep.engine;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Runs one plan at a time on a thread of its own and keeps the journal. A lock file keeps a second program with the same configuration from acting.
final class OperationDesk implements AutoCloseable {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Journal journal;
    private final JournalLock lock;
    private final OperationBook book;
    private final Clock clock;
    private final Function<Story, ClusterWorld> worlds;
    private final Supplier<Optional<String>> pause;
    private final EngineLog log;
    private @Nullable PlanRunner runner;
    private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

    /// @param pause why HandyRep may do nothing by itself; empty while nobody paused it
    /// @param publish called on the operation's thread with each change
    OperationDesk(
            Path directory,
            JournalCopies copies,
            Clock clock,
            Function<Story, ClusterWorld> worlds,
            Supplier<Optional<String>> pause,
            Consumer<Story> publish,
            EngineLog log) {
        this.journal = new Journal(directory, copies);
        this.lock = new JournalLock(directory, log);
        this.book = new OperationBook(journal, clock, publish, log);
        this.clock = clock;
        this.worlds = worlds;
        this.pause = pause;
        this.log = log;
    }

    /// What is known of all operations.
    OperationBook book() {
        return book;
    }

    /// See [OperationBook#current()].
    Optional<Story> current() {
        return book.current();
    }

    boolean isRunning() {
        return book.isRunning();
    }

    /// See [OperationBook#all()].
    List<Story> all() {
        return book.all();
    }

    Optional<Story> find(String id) {
        return book.find(id);
    }

    /// An operation that changes what clients use runs. A clone does not: nothing else waits for its hours.
    boolean isChanging() {
        return book.here().filter(s -> !s.plan().yields()).isPresent();
    }

    /// Clients wait for what runs here.
    boolean isHurried() {
        return book.here().filter(Story::isHurried).isPresent();
    }

    /// Ends the operation that gives way to a failover, if one runs.
    ///
    /// @return its title
    Optional<String> makeWay() {
        synchronized (book) {
            Optional<Story> here = book.here().filter(s -> s.plan().yields());
            if (runner != null && here.isPresent()) {
                runner.cancel("it makes way for what HandyRep has to do by itself");
            }
            return here.map(s -> s.plan().title());
        }
    }

    /// What is over for everybody who looks still closes its sessions: waits for that, and for nothing else.
    void settle() {
        CompletableFuture<Void> end;
        synchronized (book) {
            boolean over = book.here().filter(s -> s.hasEnded() || !s.running()).isPresent();
            end = over ? ended : CompletableFuture.completedFuture(null);
        }
        end.join();
    }

    /// Tells of what was interrupted before this program was started, unless a second program is still at it.
    void announce() {
        boolean isAtWork;
        synchronized (book) {
            isAtWork = obstacle().isPresent();
        }
        if (!isAtWork) {
            book.announce();
        }
    }

    /// Begins a new operation; succeeds with its id in `operation`.
    Outcome begin(Plan plan, String operator) {
        settle();
        synchronized (book) {
            return beginNow(plan, operator);
        }
    }

    /// What nobody asked for ends with a pause, whichever program was told of it.
    private Supplier<Optional<String>> halt(String operator) {
        return operator.equals(Automation.OPERATOR) ? pause : Optional::empty;
    }

    /// A pause that was written before is seen here; one that comes later finds the operation running.
    private Outcome beginNow(Plan plan, String operator) {
        Optional<String> obstacle = halt(operator).get().or(this::obstacle);
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        Optional<Story> unfinished = all().stream().filter(s -> !s.hasEnded()).findFirst();
        if (unfinished.isPresent()) {
            Story first = unfinished.get();
            return nothingDone(first.plan().title()
                    + (first.elsewhere().isEmpty()
                            ? " is unfinished: resume it, roll it back or leave it as it is first (Operations)"
                            : " is running on " + first.elsewhere() + ": wait until it ends"));
        }
        String id = ID.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 4);
        Story story;
        try {
            story = journal.begin(id, plan, operator, clock.instant());
        } catch (UncheckedIOException e) {
            return nothingDone("nothing was done: the journal cannot be written: " + e.getMessage());
        }
        return launch(story, PlanRunner::run);
    }

    Outcome resume(String id) {
        settle();
        return goOn(id, PlanRunner::run);
    }

    Outcome rollBack(String id) {
        settle();
        Optional<Story> story = find(id);
        if (story.isPresent() && story.get().isPastReturn()) {
            return Outcome.failure(
                    story.get().plan().title() + " is past the point of no return: it can only be resumed");
        }
        return goOn(id, PlanRunner::rollBack);
    }

    private Outcome goOn(String id, Consumer<PlanRunner> how) {
        synchronized (book) {
            Optional<Story> story = find(id);
            if (story.isEmpty()) {
                return Outcome.failure("there is no operation " + id);
            }
            if (story.get().hasEnded()) {
                return Outcome.failure(story.get().plan().title() + " has ended: there is nothing to go on with");
            }
            if (!story.get().elsewhere().isEmpty()) {
                return Outcome.failure(story.get().plan().title() + " is running on " + story.get().elsewhere()
                        + ": only that console can do anything with it");
            }
            return obstacle().map(Outcome::failure).orElseGet(() -> launch(story.get(), how));
        }
    }

    /// Closes an interrupted operation without touching a server.
    Outcome leave(String id, String who) {
        Story left;
        synchronized (book) {
            Optional<Story> story = find(id).filter(s -> !s.hasEnded());
            if (story.isEmpty()) {
                return Outcome.failure("there is no interrupted operation " + id);
            }
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                return Outcome.failure(obstacle.get());
            }
            String text = story.get().plan().title() + " was left as it is by " + who;
            JournalEvent event = new JournalEvent(JournalEvent.Kind.LEFT, clock.instant(), -1, text, 0);
            if (!story.get().elsewhere().isEmpty()) {
                return nothingDone(story.get().plan().title() + " is running on " + story.get().elsewhere());
            }
            journal.append(id, event);
            left = story.get().with(event);
            lock.free();
        }
        if (left.isShared()) {
            var unused = journal.secure(id);
        }
        book.told(left);
        return Outcome.success(left.events().getLast().text());
    }

    Outcome cancel(String id) {
        synchronized (book) {
            Optional<Story> here = book.here().filter(s -> s.id().equals(id));
            if (runner == null || here.isEmpty()) {
                return Outcome.failure("operation " + id + " is not running");
            }
            String title = here.get().plan().title();
            if (here.get().isPastReturn()) {
                return Outcome.failure(title + " is past the point of no return: it can only go forward");
            }
            runner.cancel("cancelled by the operator");
            return Outcome.success(title + " will be taken back" + (here.get().plan().yields() ? "" : " before its next step"));
        }
    }

    /// Takes the lock too; whoever asks and then does nothing gives it back. Between operations a command line beside the window may act.
    private Optional<String> obstacle() {
        Optional<Story> here = book.here();
        if (here.isPresent()) {
            return Optional.of(here.get().plan().title() + " is running: one operation at a time");
        }
        Optional<String> held = lock.take();
        if (held.isPresent()) {
            lock.free();
        }
        return held;
    }

    private Outcome nothingDone(String why) {
        lock.free();
        return Outcome.failure(why);
    }

    private Outcome launch(Story story, Consumer<PlanRunner> how) {
        book.launching();
        ClusterWorld world = worlds.apply(story);
        book.begun(story);
        PlanRunner now = new PlanRunner(world, journal, clock, story, book::told, halt(story.operator()));
        runner = now;
        world.onProgress(now::progress);
        CompletableFuture<Void> end = new CompletableFuture<>();
        ended = end;
        Thread.ofPlatform().name("operation " + story.id()).start(() -> {
            try (world) {
                how.accept(now);
            } catch (RuntimeException e) {
                log.log("OPERATION", "", true, story.plan().title() + " ended early: " + e);
            } finally {
                book.released(() -> {
                    runner = null;
                    lock.free();
                });
                end.complete(null);
            }
        });
        return Outcome.success(story.plan().title() + " has begun").with("operation", story.id());
    }

    /// Waits until no operation runs.
    void await() {
        CompletableFuture<Void> end;
        synchronized (book) {
            end = ended;
        }
        end.join();
    }

    @Override
    public void close() {
        await();
        synchronized (book) {
            lock.free();
        }
    }
}
