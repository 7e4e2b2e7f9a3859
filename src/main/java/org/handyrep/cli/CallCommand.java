package org.handyrep.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Engine.SignIn;
import org.handyrep.engine.Operator;
import org.handyrep.engine.UnknownFunction;
import org.handyrep.plugin.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// `handyrep call FUNCTION [key=value …] --conf F`: one API function, its return dictionary as JSON.
@Command(
        name = "call",
        description = "Call an API function and print its return dictionary as JSON.",
        mixinStandardHelpOptions = true)
final class CallCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "FUNCTION", description = "get_status, manual_failover, …")
    private String function = "";

    @Parameters(index = "1..*", paramLabel = "key=value", description = "arguments of the function")
    private List<String> arguments = List.of();

    @Option(names = "--conf", required = true, paramLabel = "FILE", description = "handyrep.conf")
    private Path conf = Path.of("handyrep.conf");

    @Option(names = "--user", paramLabel = "NAME", description = "who signs in; the operating-system user if left out")
    private String user = "";

    @Option(
            names = "--password",
            description = "ask for the password, also where none is needed; without a terminal it is the first line of standard input."
                    + " HANDYREP_PASSWORD is used when it is set")
    private boolean askPassword;

    @Override
    public Integer call() throws Exception {
        Map<String, String> named = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(spec.commandLine(), "not key=value: " + argument);
            }
            named.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Optional<ClusterEngine> opened = Opening.engine(conf, spec.commandLine().getErr(), System.err);
        if (opened.isEmpty()) {
            return HandyRep.BAD_USAGE;
        }
        try (ClusterEngine engine = opened.get()) {
            Optional<Operator> who = operator(engine);
            if (who.isEmpty()) {
                return noPassword();
            }
            Map<String, Object> rd;
            try (AutoCloseable told = engine.watch(new ProgressLine(System.err)::show)) {
                rd = engine.call(who.get(), function, named);
            }
            JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
            spec.commandLine().getOut().println(json.writeValueAsString(rd));
            spec.commandLine().getOut().flush();
            return "FAIL".equals(rd.get("result")) ? HandyRep.FAILED : 0;
        } catch (UnknownFunction unknownFunction) {
            throw new ParameterException(spec.commandLine(), String.valueOf(unknownFunction.getMessage()));
        }
    }

    /// Empty when a password is needed and there is none.
    private Optional<Operator> operator(ClusterEngine engine) throws IOException {
        String machineUser = System.getProperty("user.name", "unknown");
        String name = user.isEmpty() ? machineUser : user;
        Operator given = new Operator(name, name, password());
        if (!given.password().isEmpty()) {
            return Optional.of(given);
        }
        SignIn nobody = engine.signIn(given);
        return nobody.needed() && !nobody.outcome().succeeded()
                ? TypedPassword.ask("Password of " + name + ": ").map(typed -> new Operator(name, name, typed))
                : Optional.of(given);
    }

    private Secret password() throws IOException {
        String inherited = System.getenv("HANDYREP_PASSWORD");
        if (inherited != null && !inherited.isEmpty()) {
            return new Secret(inherited);
        }
        if (!askPassword) {
            return Secret.NONE;
        }
        return (TypedPassword.hasTerminal() ? TypedPassword.ask("Password: ") : TypedPassword.line()).orElse(Secret.NONE);
    }

    private int noPassword() {
        spec.commandLine().getErr().println("A password is needed here, and there is none. It can come three ways: typed on a terminal,"
                + " in the environment variable HANDYREP_PASSWORD, or as the first line of standard input with --password.");
        spec.commandLine().getErr().flush();
        return HandyRep.BAD_USAGE;
    }
}
