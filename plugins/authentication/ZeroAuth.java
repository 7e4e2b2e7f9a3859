package authentication;

import org.handyrep.plugin.Authentication;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;

/// `zero_auth`: everybody may call everything. For consoles that only the right people can start.
public class ZeroAuth extends HandyRepPlugin implements Authentication {

    @Override
    public Outcome run(String username, Secret userpass, String funcname) {
        return Outcome.success("nobody is asked who they are");
    }

    @Override
    public boolean asksWho() {
        return false;
    }

    @Override
    public Outcome test() {
        return Outcome.success("zero_auth needs nothing; everybody may call everything");
    }
}
