package authentication;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.plugin.AccessPlugin;
import org.handyrep.plugin.Directory;
import org.handyrep.plugin.Directory.Trouble;
import org.handyrep.plugin.DirectoryTree;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Setting;

/// `ldap_auth`: people of an LDAP directory or Active Directory. HandyRep signs in as `bind_dn`, finds the user below `base_dn`, signs in as the user
/// with the password, and looks whether the user is in `hr_group` (every function) or in `hr_ro_group` (the functions of `ro_function_list`).
public class LdapAuth extends AccessPlugin {

    private static final String WRONG = "the name or the password is wrong";
    private static final int LONGEST_NAME = 256;

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("uri", "ldap://host or ldaps://host, perhaps with :port; of several the first that answers"),
                Setting.optional("starttls", "whether to encrypt ldap:// with StartTLS", "False"),
                Setting.optional("ca_file", "certificates of the trusted authorities, PEM; Java's own if blank", ""),
                Setting.optional("bind_dn", "who HandyRep signs in as, with bind_password of [passwords]; nobody if blank", ""),
                Setting.required("base_dn", "where users are looked for, and groups that are not given as DN"),
                Setting.required("hr_group", "group of those who may do everything: its name or its DN"),
                Setting.optional("hr_ro_group", "group of those who may only look: its name or its DN", ""),
                RO_FUNCTION_LIST,
                Setting.optional("user_attribute", "attributes of a user that hold the name typed", "uid, sAMAccountName, userPrincipalName"),
                Setting.optional(
                        "member_attributes",
                        "where membership stands: memberOf at the user, others at the group",
                        "memberOf, member, uniqueMember, memberUid"),
                Setting.optional("nested_groups", "whether groups in groups count, where the server can tell (Active Directory)", "True"),
                Setting.optional("connect_timeout", "seconds to wait for a connection", "5"),
                Setting.optional("answer_timeout", "seconds to wait for each answer", "10"),
                Setting.optional("log_auth", "whether to log who signed in and who was refused", "False"),
                Setting.optional("debug_auth", "whether to log every question to the directory, without passwords", "False"));
    }

    @Override
    protected Answer ask(String username, Secret userpass) {
        Answer answer;
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            answer = refused(settings.details());
        } else if (!canBeAName(username)) {
            answer = refused(WRONG);
        } else {
            answer = asked(username, userpass);
        }
        if (settingIsTrue("log_auth")) {
            log(switch (answer) {
                case Answer.Known(var access) -> access.who() + " is who he or she says and may "
                        + (access.only().isEmpty() ? "do everything" : "only look");
                case Answer.Unknown(String why) -> printable(username) + " was refused: " + why;
            });
        }
        return answer;
    }

    private Answer asked(String username, Secret userpass) {
        try {
            Directory directory = directory();
            try (LDAPConnection session = directory.open()) {
                debug("asking " + session.getHostPort());
                return look(directory, session, username, userpass);
            }
        } catch (Trouble e) {
            return refused(e.sentence());
        } catch (LDAPException e) {
            return refused(setting("uri").orElse("the directory") + (Directory.isNoAnswer(e)
                    ? " does not answer within " + setting("answer_timeout").orElse("") + " s: try again"
                    : " refused a question (" + Directory.cause(e) + "): check bind_dn, base_dn and its permissions"));
        }
    }

    private Answer look(Directory directory, LDAPConnection session, String username, Secret userpass)
            throws LDAPException, Trouble {
        DirectoryTree tree = tree(session);
        Optional<SearchResultEntry> user = find(tree, username);
        if (user.isEmpty() || !passwordIsRight(session, user.get().getDN(), userpass)) {
            return refused(WRONG);
        }
        directory.signIn(session);
        List<String> warnings = warnings(directory);
        List<String> members = words("member_attributes");
        String all = setting("hr_group").orElseThrow();
        if (tree.isIn(user.get(), all, members, settingIsTrue("nested_groups"))) {
            return everything(username, warnings);
        }
        Optional<String> readers = setting("hr_ro_group");
        if (readers.isPresent() && tree.isIn(user.get(), readers.get(), members, settingIsTrue("nested_groups"))) {
            return looking(username, warnings);
        }
        return refused(printable(username) + " is not in the group " + all + readers.map(group -> " nor in " + group).orElse(""));
    }

    private DirectoryTree tree(LDAPConnection session) throws Trouble {
        return new DirectoryTree(session, setting("base_dn").orElseThrow(), seconds("answer_timeout"), this::debug);
    }

    /// Names that a directory would bend into other ones never get there; what it bends all the same is compared afterwards.
    private static boolean canBeAName(String name) {
        return !name.isBlank()
                && name.equals(name.strip())
                && name.length() <= LONGEST_NAME
                && !isBroken(name)
                && name.codePoints().noneMatch(Character::isISOControl);
    }

    private Optional<SearchResultEntry> find(DirectoryTree tree, String username) throws LDAPException, Trouble {
        List<String> names = words("user_attribute");
        Filter filter = Filter.createORFilter(
                names.stream().map(n -> Filter.createEqualityFilter(n, username)).toList());
        List<SearchResultEntry> found = tree.search(
                tree.base(), SearchScope.SUB, filter, Stream.concat(names.stream(), Stream.of("uid", "memberOf")).toArray(String[]::new));
        if (found.size() != 1 || found.getFirst().getDN().isBlank()) {
            debug(found.isEmpty() ? "no entry" : "more than one entry, so nobody");
            return Optional.empty();
        }
        boolean same = names.stream()
                .flatMap(n -> DirectoryTree.values(found.getFirst(), n))
                .anyMatch(value -> value.equalsIgnoreCase(username));
        debug("found " + found.getFirst().getDN() + (same ? "" : ", which has another name than the one typed"));
        return same ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private boolean passwordIsRight(LDAPConnection session, String dn, Secret userpass) throws LDAPException {
        try {
            return session.bind(dn, userpass.reveal()).getResultCode() == ResultCode.SUCCESS;
        } catch (LDAPException e) {
            debug(dn + " cannot sign in: " + e.getResultCode().getName());
            if (!e.getResultCode().isConnectionUsable() || Directory.isNoAnswer(e)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public Outcome test() {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return settings;
        }
        List<String> silent = new ArrayList<>();
        String saw = "";
        try {
            Directory directory = directory();
            List<String> notes = new ArrayList<>(warnings(directory));
            for (String address : directory.addresses()) {
                try (LDAPConnection session = directory.only(address)) {
                    DirectoryTree tree = tree(session);
                    tree.mustBeThere(tree.base());
                    saw = "group " + group(tree, setting("hr_group").orElseThrow());
                    Optional<String> readers = setting("hr_ro_group");
                    saw += readers.isPresent() ? ", read-only group " + group(tree, readers.get()) : "";
                } catch (Trouble e) {
                    silent.add(e.sentence());
                }
            }
            if (saw.isEmpty()) {
                return Outcome.failure(String.join("; ", silent));
            }
            notes.addAll(silent);
            Outcome outcome = Outcome.success("people sign in with the directory, " + saw
                    + (notes.isEmpty() ? "" : ". WARNING: " + String.join(" ", notes)));
            return notes.isEmpty() ? outcome : outcome.with("warning", String.join(" ", notes));
        } catch (Trouble e) {
            return Outcome.failure(e.sentence());
        } catch (LDAPException e) {
            return Outcome.failure(setting("uri").orElse("") + " refused a question: " + Directory.cause(e));
        }
    }

    private static String group(DirectoryTree tree, String group) throws LDAPException, Trouble {
        String dn = tree.groupDn(group).toString();
        tree.mustBeThere(dn);
        return dn;
    }

    private Directory directory() throws Trouble {
        return new Directory(
                words("uri"),
                settingIsTrue("starttls"),
                setting("ca_file").map(Path::of),
                setting("bind_dn"),
                tools().password("bind_password"),
                Duration.ofSeconds(seconds("connect_timeout")),
                Duration.ofSeconds(seconds("answer_timeout")));
    }

    private static List<String> warnings(Directory directory) {
        return directory.readableOnTheWay().stream()
                .map(a -> "Passwords travel readable to " + a + ": use ldaps:// or starttls = True.")
                .toList();
    }

    private int seconds(String key) throws Trouble {
        String text = setting(key).orElse("");
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new Trouble("[plugins] [[ldap_auth]] " + key + " is a number of seconds, not " + text);
        }
        return Integer.parseInt(text);
    }

    /// A list, whether it was written as one or as one text with commas; a DN is not for this.
    private List<String> words(String key) {
        return settingList(key).stream().flatMap(v -> Arrays.stream(v.split("[,\\s]+"))).filter(w -> !w.isEmpty()).toList();
    }

    private void debug(String message) {
        if (settingIsTrue("debug_auth")) {
            log(message.replaceAll("\\p{Cntrl}", "?"));
        }
    }
}
