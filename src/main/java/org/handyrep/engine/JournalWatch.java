package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Finds what other consoles began: looks at the copies of journals on the hosts after each verify, beside the observer.
///
/// What runs elsewhere is shown; what nobody is at becomes an interrupted operation of this console; what ended elsewhere ends here too, and a copy that
/// does not know of the end is told. What ended elsewhere and counts for the limits of `failover_check` counts here too, and so does what was acknowledged there.
final class JournalWatch {

    /// Verifies that follow each other at once learn nothing new, and each look costs every host a command.
    private static final long BETWEEN = Duration.ofSeconds(1).toNanos();
    /// With many hosts a look takes long; it gets a fifth of the time.
    private static final long SHARE = 4;

    /// An automatic act does not wait longer for hosts that do not answer.
    private static final Duration AHEAD = Duration.ofSeconds(4);

    private final HostCopies copies;
    private final OperationBook book;
    private final OperationHolders holders;
    private final SharedAcknowledgement acknowledgement;
    private final EngineLog log;
    /// Operations of other consoles that ended and count for nothing here.
    private final Set<String> passedOver = new HashSet<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long next = System.nanoTime();
    /// The configured primary when most hosts were looked at last.
    private volatile String primary = "";

    JournalWatch(HostCopies copies, OperationBook book, OperationHolders holders, SharedAcknowledgement acknowledgement, EngineLog log) {
        this.copies = copies;
        this.book = book;
        this.holders = holders;
        this.acknowledgement = acknowledgement;
        this.log = log;
    }

    /// Begins a look unless one is under way or was a moment ago. Returns at once.
    void afterVerify() {
        if (!book.isRunning() && System.nanoTime() - next >= 0 && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("journals of other consoles").start(() -> {
                long begun = System.nanoTime();
                try {
                    tryToLook();
                } finally {
                    long end = System.nanoTime();
                    next = end + Math.max(BETWEEN, SHARE * (end - begun));
                    busy.set(false);
                }
            });
        }
    }

    /// Begins a look, unless there was one since the primary is that: whoever made it the primary was at work before.
    ///
    /// @return waits until that is done, but not for long
    Runnable ahead() {
        if (!primary.isEmpty() && primary.equals(copies.primary())) {
            return () -> {};
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name("journals of other consoles before an act").start(() -> {
            tryToLook();
            end.complete(null);
        });
        CompletableFuture<Void> limited = end.completeOnTimeout(null, AHEAD.toMillis(), TimeUnit.MILLISECONDS);
        return limited::join;
    }

    /// Looks now; where it cannot, that is told.
    void tryToLook() {
        try {
            look();
        } catch (RuntimeException e) {
            log.log("JOURNAL", "", true, "the journals of other consoles could not be looked at: " + e);
        }
    }

    /// Looks now, and returns when that is done.
    synchronized void look() {
        long before = book.launches();
        if (book.isRunning()) {
            return;
        }
        String led = copies.primary();
        Map<String, List<ListedCopy>> all = copies.list();
        acknowledgement.exchange(all);
        Map<String, List<ListedCopy>> listed = SharedAcknowledgement.without(all);
        Map<String, Story> own = new HashMap<>();
        book.own().forEach(story -> own.put(story.id(), story));
        List<Story> elsewhere = new ArrayList<>();
        for (FoundCopy found : FoundCopy.best(listed)) {
            Story mine = own.remove(found.copy().id());
            if (mine == null && found.copy().ended()) {
                keep(found);
            } else if (mine == null) {
                foreign(found, listed).ifPresent(elsewhere::add);
            } else if (mine.hasEnded()) {
                tellEnd(mine, listed);
            } else {
                held(catchUp(mine, listed)).ifPresent(elsewhere::add);
            }
        }
        own.values().stream().filter(s -> !s.hasEnded()).forEach(s -> held(s).ifPresent(elsewhere::add));
        book.showElsewhere(elsewhere, before);
        if (copies.isMost(all.size())) {
            primary = led;
        }
    }

    private void keep(FoundCopy found) {
        String id = found.copy().id();
        Optional<CopyText> copy = passedOver.contains(id) ? Optional.empty() : copies.fetch(found.server(), id);
        Optional<Story> story = copy.flatMap(c -> book.parse(c.lines())).filter(s -> s.id().equals(id) && s.hasEnded());
        if (story.isPresent() && AutomationFacts.past(story.get()).isPresent()) {
            book.keep(id, copy.get().lines());
            log.log("JOURNAL", found.server(), false, story.get().plan().title() + ", by " + story.get().operator()
                    + ", ended on another console, and counts for the limits of failover_check here too");
        } else if (copy.isPresent()) {
            passedOver.add(id);
        }
    }

    /// Only the newest operation of all can be unfinished: what a host that was away remembers of an older one is out of date.
    private Optional<Story> foreign(FoundCopy found, Map<String, List<ListedCopy>> listed) {
        String id = found.copy().id();
        if (!id.equals(FoundCopy.newest(listed)) || book.own().stream().anyMatch(s -> s.id().compareTo(id) > 0)) {
            return Optional.empty();
        }
        Optional<CopyText> copy = copies.fetch(found.server(), id);
        Optional<Story> story = copy.flatMap(c -> book.parse(c.lines())).filter(s -> s.id().equals(id) && !s.hasEnded());
        if (story.isEmpty()) {
            return Optional.empty();
        }
        String console = copy.get().console();
        return switch (holders.of(story.get())) {
            case OperationHolders.Holding.Held held -> Optional.of(story.get().at(held.console()));
            case OperationHolders.Holding.Unknown unknown -> Optional.of(story.get().at(console + ", unless it ended (" + unknown.why() + ")"));
            case OperationHolders.Holding.Free free -> {
                book.adopt(id, copy.get().lines(), console);
                log.log("JOURNAL", found.server(), true, story.get().plan().title() + " was begun by " + console
                        + ", which is not at it any more: resume it, roll it back or leave it as it is (Operations)");
                yield Optional.empty();
            }
        };
    }

    private Optional<Story> held(Story mine) {
        return !mine.hasEnded() && holders.of(mine) instanceof OperationHolders.Holding.Held held
                ? Optional.of(mine.at(held.console()))
                : Optional.empty();
    }

    /// Hosts may know different things: each was reached by whoever was at it then.
    private Story catchUp(Story mine, Map<String, List<ListedCopy>> listed) {
        Story now = mine;
        for (FoundCopy found : FoundCopy.of(mine.id(), listed)) {
            if (!found.copy().isKnown(book.lines(mine.id()))) {
                now = copies.fetch(found.server(), mine.id()).flatMap(c -> book.merge(mine.id(), c.lines())).orElse(now);
            }
        }
        return now;
    }

    private void tellEnd(Story mine, Map<String, List<ListedCopy>> listed) {
        listed.forEach((server, all) -> {
            boolean behind = all.stream().anyMatch(c -> c.id().equals(mine.id()) && !c.ended());
            if (behind) {
                copies.find(server).ifPresent(s -> copies.put(s, mine.id(), book.lines(mine.id())));
            }
        });
    }
}
