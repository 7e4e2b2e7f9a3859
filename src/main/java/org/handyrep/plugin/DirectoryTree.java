package org.handyrep.plugin;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.handyrep.plugin.Directory.Trouble;

/// Questions to a directory: entries, groups and who is in them. Filters are built, never written as text, so no name can change a question.
///
/// @param seconds how long the server may search
/// @param debug told of each question
public record DirectoryTree(LDAPConnection session, String base, int seconds, Consumer<String> debug) {

    /// LDAP_MATCHING_RULE_IN_CHAIN of Active Directory: groups in groups.
    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";
    private static final List<String> GROUPS =
            List.of("group", "groupOfNames", "groupOfUniqueNames", "groupOfMembers", "posixGroup");

    /// Two entries at most: all that is asked for should be there once.
    public List<SearchResultEntry> search(String from, SearchScope scope, Filter filter, String... attributes)
            throws LDAPException, Trouble {
        debug.accept("searching " + from + " " + scope.getName() + " for " + filter);
        try {
            return session.search(new SearchRequest(
                            from, scope, DereferencePolicy.NEVER, 2, seconds, false, filter, attributes))
                    .getSearchEntries();
        } catch (LDAPSearchException e) {
            if (e.getResultCode() == ResultCode.SIZE_LIMIT_EXCEEDED && e.getSearchEntries() != null) {
                return e.getSearchEntries();
            }
            if (e.getResultCode() == ResultCode.NO_SUCH_OBJECT) {
                throw new Trouble(from + " is not there, or bind_dn may not see it");
            }
            throw e;
        }
    }

    public void mustBeThere(String dn) throws LDAPException, Trouble {
        if (search(dn, SearchScope.BASE, Filter.createPresenceFilter("objectClass"), SearchRequest.NO_ATTRIBUTES).isEmpty()) {
            throw new Trouble(dn + " is not there, or bind_dn may not see it");
        }
    }

    public static Stream<String> values(SearchResultEntry entry, String attribute) {
        return Optional.ofNullable(entry.getAttributeValues(attribute)).stream().flatMap(Arrays::stream);
    }

    /// The DN of a group that is given by it or by its name.
    public DN groupDn(String group) throws LDAPException, Trouble {
        if (group.contains("=") && DN.isValidDN(group)) {
            return new DN(group);
        }
        Filter filter = Filter.createANDFilter(
                Filter.createEqualityFilter("cn", group),
                Filter.createORFilter(
                        GROUPS.stream().map(c -> Filter.createEqualityFilter("objectClass", c)).toList()));
        List<SearchResultEntry> found = search(base, SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES);
        if (found.size() != 1) {
            throw new Trouble("there " + (found.isEmpty() ? "is no group " : "are several groups ") + group + " below " + base
                    + ": give its DN");
        }
        return found.getFirst().getParsedDN();
    }

    /// @param members the attributes that hold membership: `memberOf` of the user, all others of the group
    /// @param nested whether groups in groups count
    public boolean isIn(SearchResultEntry user, String group, List<String> members, boolean nested)
            throws LDAPException, Trouble {
        DN wanted = groupDn(group);
        boolean atUser = members.stream().anyMatch("memberOf"::equalsIgnoreCase);
        boolean in = (atUser && values(user, "memberOf").anyMatch(value -> isDn(value, wanted)))
                || atGroup(user, wanted, members)
                || (atUser && nested && inChain(user, wanted));
        debug.accept(user.getDN() + (in ? " is in " : " is not in ") + wanted);
        return in;
    }

    private boolean atGroup(SearchResultEntry user, DN group, List<String> members) throws LDAPException, Trouble {
        List<Filter> ways = new ArrayList<>();
        for (String attribute : members) {
            if (attribute.equalsIgnoreCase("memberUid")) {
                values(user, "uid").forEach(uid -> ways.add(Filter.createEqualityFilter(attribute, uid)));
            } else if (!attribute.equalsIgnoreCase("memberOf")) {
                ways.add(Filter.createEqualityFilter(attribute, user.getDN()));
            }
        }
        return !ways.isEmpty()
                && !search(group.toString(), SearchScope.BASE, Filter.createORFilter(ways), SearchRequest.NO_ATTRIBUTES)
                        .isEmpty();
    }

    /// A server that does not know the rule says no or complains; both mean that it has no groups in groups.
    private boolean inChain(SearchResultEntry user, DN group) throws LDAPException {
        Filter filter = Filter.createExtensibleMatchFilter("memberOf", IN_CHAIN, false, group.toString());
        try {
            return !search(user.getDN(), SearchScope.BASE, filter, SearchRequest.NO_ATTRIBUTES).isEmpty();
        } catch (Trouble e) {
            return false;
        } catch (LDAPException e) {
            if (!e.getResultCode().isConnectionUsable() || Directory.isNoAnswer(e)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isDn(String text, DN wanted) {
        try {
            return new DN(text).equals(wanted);
        } catch (LDAPException e) {
            return false;
        }
    }
}
