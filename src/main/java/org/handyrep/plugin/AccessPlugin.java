package org.handyrep.plugin;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parent of authentication plugins that tell two kinds of people apart: those who may do everything, and those who may only look.
///
/// What no server or stored password should ever see is refused here: no password, NUL (some hashes end there), half a character, endless texts.
public abstract class AccessPlugin extends HandyRepPlugin implements Authentication {

    /// Characters of the longest name and password.
    protected static final int LONGEST = 1024;

    /// The setting of both plugins that ship.
    protected static final Setting RO_FUNCTION_LIST = Setting.optional(
            "ro_function_list",
            "exact names of the functions that may be called by those who may only look",
            String.join(", ", Access.LOOKING));

    /// Who this is. One question, however many functions are asked about.
    protected abstract Answer ask(String username, Secret userpass);

    protected sealed interface Answer {
        record Known(Access access) implements Answer {}

        record Unknown(String why) implements Answer {}
    }

    @Override
    public final Outcome run(String username, Secret userpass, String funcname) {
        return switch (answer(username, userpass)) {
            case Answer.Known known -> known.access().toOutcome(funcname);
            case Answer.Unknown unknown -> Outcome.failure(unknown.why());
        };
    }

    @Override
    public final Set<String> allowed(String username, Secret userpass, Collection<String> functions) {
        return switch (answer(username, userpass)) {
            case Answer.Known known -> known.access().of(functions);
            case Answer.Unknown unknown -> Set.of();
        };
    }

    private Answer answer(String username, Secret userpass) {
        Optional<String> obstacle = obstacle(userpass.reveal());
        return obstacle.isPresent() ? new Answer.Unknown(obstacle.get()) : ask(username, userpass);
    }

    private static Optional<String> obstacle(String password) {
        if (password.isEmpty()) {
            return Optional.of("no password was given");
        }
        return password.indexOf(0) >= 0 || password.length() > LONGEST || isBroken(password)
                ? Optional.of("the password holds what no password can hold")
                : Optional.empty();
    }

    /// Whether half of a surrogate pair is in it: encoders write a question mark in its place.
    protected static boolean isBroken(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /// The names of `ro_function_list`, whether it was written as a list or as one text with commas.
    protected final Set<String> lookingFunctions() {
        Set<String> names = new LinkedHashSet<>();
        for (String value : settingList(RO_FUNCTION_LIST.name())) {
            Arrays.stream(value.split(",")).map(String::strip).filter(name -> !name.isEmpty()).forEach(names::add);
        }
        return names;
    }

    protected static Answer everything(String who, List<String> warnings) {
        return new Answer.Known(new Access(printable(who), Optional.empty(), warnings));
    }

    protected final Answer looking(String who, List<String> warnings) {
        return new Answer.Known(new Access(printable(who), Optional.of(lookingFunctions()), warnings));
    }

    protected static Answer refused(String why) {
        return new Answer.Unknown(why);
    }

    /// A typed name as it may stand in a sentence or a log line.
    protected static String printable(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().limit(64).forEach(c -> text.appendCodePoint(isPrintable(c) ? c : '?'));
        return text.isEmpty() ? "nobody" : text.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
