package authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.AccessPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.StoredPassword;

/// `simple_password_auth`: `admin_password` of `[passwords]` for every function, `read_password` for those of `ro_function_list`. The name is not part
/// of the decision. `handyrep hash-password` makes a hash to put in the place of a password.
public class SimplePasswordAuth extends AccessPlugin {

    private static final Secret WELL_KNOWN = new Secret("handyrep");

    @Override
    public List<Setting> settings() {
        return List.of(RO_FUNCTION_LIST);
    }

    @Override
    protected Answer ask(String username, Secret userpass) {
        boolean admin = admin().map(p -> p.matches(userpass)).orElse(false);
        boolean reader = reader().map(p -> p.matches(userpass)).orElse(false);
        if (!admin && !reader) {
            return refused(admin().isEmpty() && reader().isEmpty() ? nobody() : "the password is wrong");
        }
        List<String> warnings = new ArrayList<>();
        if (WELL_KNOWN.equals(userpass)) {
            warnings.add("This is the password that everybody knows HandyRep came with: set another "
                    + (admin ? "admin_password" : "read_password") + " in handyrep.conf.");
        }
        if (admin && reader) {
            warnings.add(same());
        }
        return admin ? everything(username, warnings) : looking(username, warnings);
    }

    @Override
    public Outcome test() {
        if (admin().isEmpty() && reader().isEmpty()) {
            return Outcome.failure(nobody());
        }
        List<String> warnings = new ArrayList<>();
        for (String option : List.of("admin_password", "read_password")) {
            Optional<StoredPassword> stored = StoredPassword.of(tools().password(option));
            if (stored.isPresent() && stored.get() instanceof StoredPassword.Broken) {
                return Outcome.failure(option + " begins like a hash and is none: nobody gets in by it;"
                        + " handyrep hash-password makes one");
            }
            if (stored.map(p -> p.matches(WELL_KNOWN)).orElse(false)) {
                warnings.add(option + " is the password that everybody knows HandyRep came with: set another one.");
            }
        }
        if (admin().isEmpty()) {
            warnings.add("admin_password is blank: nobody can do more than look.");
        }
        if (!tools().password("admin_password").isEmpty()
                && tools().password("admin_password").equals(tools().password("read_password"))) {
            warnings.add(same());
        }
        return warnings.isEmpty()
                ? Outcome.success("people are asked for a password")
                : Outcome.success("people are asked for a password. WARNING: " + String.join(" ", warnings))
                        .with("warning", String.join(" ", warnings));
    }

    private Optional<StoredPassword> admin() {
        return StoredPassword.of(tools().password("admin_password"));
    }

    private Optional<StoredPassword> reader() {
        return StoredPassword.of(tools().password("read_password"));
    }

    private static String nobody() {
        return "nobody can sign in: [passwords] has neither admin_password nor read_password";
    }

    private static String same() {
        return "admin_password and read_password are the same: everybody may do everything.";
    }
}
