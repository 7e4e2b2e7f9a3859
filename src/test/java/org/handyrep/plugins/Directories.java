package org.handyrep.plugins;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.testing.FakeTools;
import org.handyrep.testing.Slapd;

/// Directories with the same people: anna (everything), rita (looks), otto (in a group inside anna's, where there is such a thing), nobody (in none).
final class Directories implements AutoCloseable {

    static final String PASSWORD = "Annas Geheimnis, #1 ü";
    static final String SERVICE_PASSWORD = "bind s3cret";

    static final String STANDARD =
            """
            dn: dc=example,dc=org
            objectClass: domain
            dc: example

            dn: cn=handyrep,dc=example,dc=org
            objectClass: applicationProcess
            objectClass: simpleSecurityObject
            cn: handyrep
            userPassword: bind s3cret

            dn: ou=people,dc=example,dc=org
            objectClass: organizationalUnit
            ou: people

            dn: ou=guests,dc=example,dc=org
            objectClass: organizationalUnit
            ou: guests

            dn: ou=groups,dc=example,dc=org
            objectClass: organizationalUnit
            ou: groups

            """
                    + person("uid=anna,ou=people,dc=example,dc=org", "anna")
                    + person("uid=rita,ou=people,dc=example,dc=org", "rita")
                    + person("uid=nobody,ou=people,dc=example,dc=org", "nobody")
                    + person("uid=posix,ou=people,dc=example,dc=org", "posix")
                    + person("uid=twin,ou=people,dc=example,dc=org", "twin")
                    + person("uid=twin,ou=guests,dc=example,dc=org", "twin")
                    + person("uid=o*tto)(uid\\=\\,\\\"x\\\",ou=people,dc=example,dc=org", "o*tto)(uid=,\"x\"")
                    + person("uid=plain,ou=people,dc=example,dc=org", "plain").replaceAll("userPassword: .*", "description: no password")
                    + """
            dn: cn=dba,ou=groups,dc=example,dc=org
            objectClass: groupOfNames
            cn: dba
            member: uid=anna,ou=people,dc=example,dc=org
            member: uid=twin,ou=people,dc=example,dc=org
            member: uid=twin,ou=guests,dc=example,dc=org
            member: uid=plain,ou=people,dc=example,dc=org
            member: uid=o*tto)(uid\\=\\,\\"x\\",ou=people,dc=example,dc=org

            dn: cn=watchers,ou=groups,dc=example,dc=org
            objectClass: groupOfUniqueNames
            cn: watchers
            uniqueMember: uid=rita,ou=people,dc=example,dc=org

            dn: cn=oncall,ou=groups,dc=example,dc=org
            objectClass: posixGroup
            cn: oncall
            gidNumber: 500
            memberUid: posix

            """;

    static final String ACTIVE_DIRECTORY =
            """
            dn: DC=corp,DC=example
            objectClass: domain
            DC: corp

            dn: CN=Users,DC=corp,DC=example
            objectClass: container
            CN: Users

            dn: CN=HandyRep Service,CN=Users,DC=corp,DC=example
            objectClass: user
            CN: HandyRep Service
            sAMAccountName: svc-handyrep
            userPassword: bind s3cret

            """
                    + account("Anna Example", "anna", "CN=DBA,CN=Users,DC=corp,DC=example")
                    + account("Otto Nested", "otto", "CN=On call,CN=Users,DC=corp,DC=example")
                    + account("Rita Reader", "rita", "CN=Watchers,CN=Users,DC=corp,DC=example")
                    + account("Nobody", "nobody", "CN=Domain Users,CN=Users,DC=corp,DC=example")
                    + group("DBA", "")
                    + group("On call", "memberOf: CN=DBA,CN=Users,DC=corp,DC=example\n")
                    + group("Watchers", "");

    final List<String> binds = new CopyOnWriteArrayList<>();
    private final Optional<InMemoryDirectoryServer> inMemory;
    private final Optional<Slapd> slapd;
    private final boolean microsoft;

    private Directories(boolean microsoft) {
        this.microsoft = microsoft;
        inMemory = Optional.of(start());
        slapd = Optional.empty();
    }

    private Directories(Slapd real) {
        microsoft = false;
        inMemory = Optional.empty();
        slapd = Optional.of(real);
    }

    static Directories standard() {
        return new Directories(false);
    }

    static Directories activeDirectory() {
        return new Directories(true);
    }

    static Directories real() {
        return new Directories(Slapd.start("dc=example,dc=org", "cn=handyrep,dc=example,dc=org", STANDARD));
    }

    String uri() {
        return "ldap://127.0.0.1:" + slapd.map(Slapd::port).orElseGet(() -> inMemory.orElseThrow().getListenPort());
    }

    Slapd slapd() {
        return slapd.orElseThrow();
    }

    /// Settings with which people of this directory sign in.
    FakeTools tools() {
        FakeTools tools = new FakeTools();
        tools.passwords.put("bind_password", SERVICE_PASSWORD);
        tools.set("ldap_auth", "uri", uri())
                .set("ldap_auth", "connect_timeout", "2")
                .set("ldap_auth", "answer_timeout", "2");
        return microsoft
                ? tools.set("ldap_auth", "bind_dn", "CN=HandyRep Service,CN=Users,DC=corp,DC=example")
                        .set("ldap_auth", "base_dn", "DC=corp,DC=example")
                        .set("ldap_auth", "hr_group", "CN=DBA,CN=Users,DC=corp,DC=example")
                        .set("ldap_auth", "hr_ro_group", "Watchers")
                : tools.set("ldap_auth", "bind_dn", "cn=handyrep,dc=example,dc=org")
                        .set("ldap_auth", "base_dn", "dc=example,dc=org")
                        .set("ldap_auth", "hr_group", "dba")
                        .set("ldap_auth", "hr_ro_group", "cn=watchers,ou=groups,dc=example,dc=org");
    }

    private InMemoryDirectoryServer start() {
        try {
            InMemoryDirectoryServerConfig config =
                    new InMemoryDirectoryServerConfig(microsoft ? "DC=corp,DC=example" : "dc=example,dc=org");
            config.setSchema(null);
            config.addInMemoryOperationInterceptor(new Listening());
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig(
                    "test", InetAddress.getByName("127.0.0.1"), 0, null));
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            try (LDIFReader reader = new LDIFReader(new java.io.BufferedReader(
                    new StringReader(microsoft ? ACTIVE_DIRECTORY : STANDARD)))) {
                server.importFromLDIF(true, reader);
            }
            server.startListening();
            return server;
        } catch (LDAPException | IOException e) {
            throw new IllegalStateException("the directory does not start", e);
        }
    }

    private static String person(String dn, String uid) {
        return "dn: " + dn + "\nobjectClass: inetOrgPerson\nuid: " + uid + "\ncn: " + uid + "\nsn: " + uid
                + "\nuserPassword:: " + base64(PASSWORD) + "\n\n";
    }

    private static String account(String cn, String name, String memberOf) {
        return "dn: CN=" + cn + ",CN=Users,DC=corp,DC=example\nobjectClass: user\nCN: " + cn + "\nsAMAccountName: " + name
                + "\nuserPrincipalName: " + name + "@corp.example\nmemberOf: " + memberOf
                + "\nuserPassword:: " + base64(PASSWORD) + "\n\n";
    }

    private static String group(String cn, String more) {
        return "dn: CN=" + cn + ",CN=Users,DC=corp,DC=example\nobjectClass: group\nCN: " + cn + "\n" + more + "\n";
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        inMemory.ifPresent(s -> s.shutDown(true));
        slapd.ifPresent(Slapd::close);
    }

    /// Writes down who signs in, and knows Active Directory's rule for groups in groups.
    private final class Listening extends InMemoryOperationInterceptor {

        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            binds.add(request.getRequest().getBindDN() + ":" + request.getRequest().getPassword().stringValue());
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
            SearchRequest asked = request.getRequest().duplicate();
            Filter filter = asked.getFilter();
            if (microsoft && "1.2.840.113556.1.4.1941".equals(filter.getMatchingRuleID())) {
                boolean in = isIn(asked.getBaseDN(), filter.getAssertionValue());
                Filter any = Filter.createPresenceFilter("objectClass");
                asked.setFilter(in ? any : Filter.createNOTFilter(any));
                request.setRequest(asked);
            }
        }

        private boolean isIn(String member, String group) throws LDAPException {
            Entry entry = inMemory.orElseThrow().getEntry(member);
            if (entry == null || entry.getAttributeValues("memberOf") == null) {
                return false;
            }
            for (String parent : entry.getAttributeValues("memberOf")) {
                if (com.unboundid.ldap.sdk.DN.equals(parent, group) || isIn(parent, group)) {
                    return true;
                }
            }
            return false;
        }
    }
}
