package org.handyrep.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.handyrep.conf.Conf;
import org.handyrep.plan.check.Paused;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PluginName;

/// What a person who may tells `failover_check`: pause, go on, or that what happened is known. On the disk before it counts.
///
/// @param alone no other console may act on this cluster
/// @param share brings an acknowledgement to where other consoles find it
record AutomationOrders(
        AutomationFile file,
        Automation automation,
        OperationDesk desk,
        BooleanSupplier alone,
        Runnable share,
        BiFunction<Operator, String, Outcome> mayCall,
        Clock clock) {

    private static final String OTHERS_ACT = ". Only this console is paused: any other that watches this cluster still acts by itself";

    /// So says handyrep.conf.
    static boolean isAlone(Conf conf) {
        return PluginName.key(conf.option("handyrep", Kind.AVAILABILITY.option()).orElse("")).equals(PluginName.key("one_hr_master"));
    }

    Outcome pause(Operator who, String reason, Optional<Instant> until) {
        Outcome allowed = mayCall.apply(who, "pause_automation");
        if (!allowed.succeeded()) {
            return allowed;
        }
        Instant now = clock.instant();
        if (until.isPresent() && !until.get().isAfter(now)) {
            return Outcome.failure("a pause that ends in the past is none");
        }
        Paused pause = new Paused(who.displayName(), reason.strip(), now, until);
        Outcome written = file.change(kept -> kept.paused(Optional.of(pause)));
        if (!written.succeeded()) {
            return written;
        }
        String running = stopOwn();
        return done("automation was paused by " + who.displayName() + until.map(t -> " until " + t).orElse("")
                + (pause.reason().isEmpty() ? "" : ": " + pause.reason()) + running + (alone.getAsBoolean() ? "" : OTHERS_ACT));
    }

    /// What HandyRep began by itself is taken back, where that is still possible.
    private String stopOwn() {
        Optional<Story> own = desk.current().filter(s -> desk.isRunning() && s.operator().equals(Automation.OPERATOR));
        return own.map(story -> ". " + desk.cancel(story.id()).details()).orElse("");
    }

    Outcome resume(Operator who) {
        Outcome allowed = mayCall.apply(who, "resume_automation");
        if (!allowed.succeeded()) {
            return allowed;
        }
        AutomationFile.Kept kept = file.read();
        boolean paused = kept.pause().filter(p -> !p.isOver(clock.instant())).isPresent();
        if (!paused && kept.damage().isEmpty()) {
            return Outcome.failure("automation is not paused");
        }
        Outcome written = file.change(before -> before.paused(Optional.empty()));
        return written.succeeded() ? done("automation was resumed by " + who.displayName()) : written;
    }

    Outcome acknowledge(Operator who, String comment) {
        Outcome allowed = mayCall.apply(who, "acknowledge");
        if (!allowed.succeeded()) {
            return allowed;
        }
        if (comment.isBlank()) {
            return Outcome.failure("say in a comment what happened and what was done about it");
        }
        AutomationFile.Acknowledgement now =
                new AutomationFile.Acknowledgement(who.displayName(), comment.strip(), clock.instant());
        Outcome written = file.change(kept -> kept.acknowledged(now));
        if (!written.succeeded()) {
            return written;
        }
        Outcome done = done(who.displayName() + " acknowledged what happened until now: " + comment.strip());
        share.run();
        return done;
    }

    private Outcome done(String what) {
        automation.told(what);
        return Outcome.success(what);
    }
}
