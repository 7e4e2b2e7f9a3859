package org.handyrep.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// An archive script on its way to a server. It is proved under another name first: one that answers 0 without a copy must not be called by PostgreSQL
/// even once.
///
/// @param host where the archive is
/// @param stop the file that halts archiving on `server`
record ArchiveInstallation(
        Tools tools, Server server, Server host, String template, String directory, String script, StopFile stop) {

    /// What [#install()] does when nothing fails; empty when there is no script.
    List<Act> acts() {
        return switch (text(stop.path())) {
            case Outcome.Failure failure -> List.of();
            case Outcome.Success text -> {
                List<Act> acts = new ArrayList<>(List.of(makeDirectory(), push(trial(), text.details())));
                acts.addAll(proof().acts(trial()));
                acts.add(removeTrial());
                acts.add(push(script, text.details()));
                yield acts;
            }
        };
    }

    /// Leaves archiving halted where it is.
    Outcome install() {
        StopFile.Look look = stop.look();
        if (look instanceof StopFile.Look.Unknown unknown) {
            return Outcome.failure(unknown.why());
        }
        Outcome text = text(stop.path());
        // while archiving is halted the proof needs a stop file that is not there
        Outcome tried = look instanceof StopFile.Look.There ? text(trial() + ".stop") : text;
        if (!text.succeeded() || !tried.succeeded()) {
            return text.succeeded() ? tried : text;
        }
        Outcome proof = proved(tried.details());
        if (!proof.succeeded()) {
            return proof;
        }
        Outcome pushed = Acts.perform(tools, push(script, text.details()));
        return pushed.succeeded() ? proof : pushed;
    }

    /// The script that is in place archives a test file.
    Outcome works() {
        return proof().of(script);
    }

    /// Why a value cannot stand between single quotes in a script, where the templates put it.
    static Optional<String> unfit(String what, String value) {
        return value.matches("[^'\\p{Cntrl}]*")
                ? Optional.empty()
                : Optional.of(what + " has a quote (') or a control character in it, which an archive script cannot hold");
    }

    private Outcome proved(String text) {
        for (Act act : List.of(makeDirectory(), push(trial(), text))) {
            Outcome outcome = Acts.perform(tools, act);
            if (!outcome.succeeded()) {
                return outcome;
            }
        }
        Outcome proof = proof().of(trial());
        Acts.perform(tools, removeTrial());
        return proof.succeeded() ? proof : Outcome.failure(proof.details().replace(trial(), "made of " + template));
    }

    private Outcome text(String stopFile) {
        Optional<String> unfit = unfit("the host name of " + host.name(), host.hostname());
        if (unfit.isPresent()) {
            return Outcome.failure(unfit.get());
        }
        // names that templates of HandyRep's users have
        Map<String, Object> variables = new LinkedHashMap<>();
        List.of("archive_directory", "archive_dir").forEach(name -> variables.put(name, directory));
        List.of("no_archive_file", "noarchivefile", "stop_archiving_file").forEach(name -> variables.put(name, stopFile));
        variables.put("archive_host", host.hostname());
        return switch (tools.render(template, variables)) {
            case Outcome.Success text -> text;
            case Outcome.Failure failure -> Outcome.failure(server.name() + ": no archive script: " + failure.details());
        };
    }

    private ArchiveProof proof() {
        return ArchiveProof.random(tools, server, host, directory);
    }

    private String trial() {
        return script + ".handyrep-trial";
    }

    private Act makeDirectory() {
        return new Act.Run(host, Command.of("mkdir", "-p", "--", directory).as(RunAs.POSTGRES));
    }

    private Act push(String path, String text) {
        return new Act.Push(server, path, text, RunAs.POSTGRES, "0700");
    }

    private Act removeTrial() {
        return new Act.Run(server, Command.of("rm", "-f", "--", trial()).as(RunAs.POSTGRES));
    }
}
