package org.handyrep.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is known of operations: those in this console's journal, the one that runs here, and what other consoles do.
///
/// Its monitor is the desk's too, so that nothing that another console does comes between a check and the beginning of an operation.
final class OperationBook {

    private final Journal journal;
    private final Clock clock;
    private final Consumer<Story> publish;
    private final EngineLog log;
    private @Nullable Story current;
    private boolean running;
    private List<Story> elsewhere = List.of();
    private long launches;

    /// @param publish called with each change, never while the monitor is held
    OperationBook(Journal journal, Clock clock, Consumer<Story> publish, EngineLog log) {
        this.journal = journal;
        this.clock = clock;
        this.publish = publish;
        this.log = log;
        this.current = journal.read().stream().filter(s -> !s.hasEnded()).findFirst().orElse(null);
    }

    /// The operation that runs here or elsewhere, was interrupted, or ended last in this run of the program.
    synchronized Optional<Story> current() {
        return !running && !elsewhere.isEmpty() ? Optional.of(elsewhere.getFirst()) : Optional.ofNullable(current);
    }

    /// Tells of the operation that an earlier run of the program left unfinished.
    void announce() {
        Optional<Story> left;
        synchronized (this) {
            left = Optional.ofNullable(current).filter(s -> !running && !s.hasEnded());
        }
        left.ifPresent(story -> {
            log.log("OPERATION", "", true, story.toOperation().summary());
            publish.accept(story);
        });
    }

    synchronized boolean isRunning() {
        return running;
    }

    /// The operation that runs here, with those that only close their sessions.
    synchronized Optional<Story> here() {
        return running ? Optional.ofNullable(current) : Optional.empty();
    }

    /// Unfinished first, then newest first.
    List<Story> all() {
        List<Story> stories = new ArrayList<>(journal.read());
        List<Story> newer = new ArrayList<>();
        synchronized (this) {
            newer.addAll(elsewhere);
            if (current != null && elsewhere.stream().noneMatch(s -> s.id().equals(Objects.requireNonNull(current).id()))) {
                newer.add(current);
            }
        }
        newer.forEach(now -> {
            stories.removeIf(s -> s.id().equals(now.id()));
            stories.addFirst(now);
        });
        stories.sort((a, b) -> a.hasEnded() == b.hasEnded() ? b.id().compareTo(a.id()) : a.hasEnded() ? 1 : -1);
        return List.copyOf(stories);
    }

    Optional<Story> find(String id) {
        return all().stream().filter(s -> s.id().equals(id)).findFirst();
    }

    // what runs here

    /// An operation is about to run here: what was seen elsewhere meanwhile does not count.
    synchronized void launching() {
        launches++;
        elsewhere = List.of();
    }

    synchronized void begun(Story story) {
        running = true;
        current = story.here(true);
    }

    void told(Story story) {
        boolean happened;
        synchronized (this) {
            happened = current == null || current.events().size() < story.events().size();
            current = story;
        }
        if (happened && !story.events().isEmpty()) {
            log(story, story.events().getLast());
        }
        publish.accept(story);
    }

    private void log(Story story, JournalEvent event) {
        String step = event.step() < 0 ? "" : " " + story.plan().steps().get(event.step()).title();
        boolean bad = switch (event.kind()) {
            case FAILED, WARNED, UNDO_FAILED, STOPPED -> true;
            case BEGUN, DONE, UNDOING, UNDONE, RESUMED, TAKEN_OVER, SUCCEEDED, ROLLED_BACK, LEFT -> false;
        };
        log.log("OPERATION", "", bad, event.kind() + step + (event.text().isEmpty() ? "" : ": " + event.text()));
    }

    /// Nothing runs here any more.
    ///
    /// @param free called before anybody can see that
    void released(Runnable free) {
        Story last;
        synchronized (this) {
            running = false;
            free.run();
            if (current != null && current.running()) {
                current = current.here(false);
            }
            last = current;
        }
        if (last != null) {
            publish.accept(last);
        }
    }

    // what other consoles do

    /// How many operations were launched here. Who looks around asks before: what is launched meanwhile would be taken for another console's.
    synchronized long launches() {
        return launches;
    }

    /// Shows what runs on other consoles, instead of what ran there when this was called last. Does nothing when an operation was launched here since the look began.
    ///
    /// @param before [#launches()] when the look began
    void showElsewhere(List<Story> stories, long before) {
        Optional<Story> shown;
        synchronized (this) {
            if (before != launches || stories.equals(elsewhere)) {
                return;
            }
            elsewhere = List.copyOf(stories);
            shown = current();
        }
        shown.ifPresent(publish);
    }

    /// Takes over what another console wrote about an operation, its end too.
    Optional<Story> merge(String id, List<String> lines) {
        Optional<Story> merged;
        synchronized (this) {
            if (running) {
                return Optional.empty();
            }
            merged = journal.merge(id, lines);
            if (merged.isPresent() && (current == null || current.id().equals(id) || current.hasEnded())) {
                current = merged.get();
            }
        }
        merged.ifPresent(publish);
        return merged;
    }

    /// Keeps what another console did from its beginning to its end. Nobody is told: it was done, shown and told of there.
    void keep(String id, List<String> lines) {
        var unused = journal.merge(id, lines);
    }

    /// Makes an operation that another console began and left an interrupted one of this console.
    void adopt(String id, List<String> lines, String console) {
        Story adopted;
        synchronized (this) {
            Optional<Story> merged = running ? Optional.empty() : journal.merge(id, lines);
            if (merged.isEmpty()) {
                return;
            }
            JournalEvent event = new JournalEvent(
                    JournalEvent.Kind.TAKEN_OVER, clock.instant(), -1, "begun by " + console + ", which is not at it any more", 0);
            journal.append(id, event);
            adopted = merged.get().with(event);
        }
        told(adopted);
    }

    /// The lines of an operation of this console's journal.
    List<String> lines(String id) {
        return journal.lines(id);
    }

    /// This console's own journal, newest first.
    List<Story> own() {
        return journal.read();
    }

    Optional<Story> parse(List<String> lines) {
        return journal.parse(lines);
    }
}
