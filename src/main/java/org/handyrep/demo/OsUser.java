package org.handyrep.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The operating-system user that owns a demo PostgreSQL: the user of the console, but another one for root, as which PostgreSQL refuses to run.
///
/// @param prefix the words before a command that make it run as this user; empty when the console is this user
public record OsUser(String name, List<String> prefix) {

    /// Looked for once: each try starts a program.
    private static final AtomicReference<@Nullable OsUser> FOUND = new AtomicReference<>();

    public OsUser {
        prefix = List.copyOf(prefix);
    }

    public static OsUser forPostgres() {
        OsUser known = FOUND.get();
        OsUser user = known == null ? find() : known;
        FOUND.set(user);
        return user;
    }

    private static OsUser find() {
        if (!isRoot()) {
            return new OsUser(console(), List.of());
        }
        for (String name : List.of("postgres", "nobody")) {
            if (!exists(name)) {
                continue;
            }
            for (List<String> prefix : List.of(
                    List.of("setpriv", "--reuid=" + name, "--regid=" + group(name), "--init-groups", "--"),
                    List.of("runuser", "-u", name, "--"))) {
                OsUser user = new OsUser(name, prefix);
                if (user.works()) {
                    return user;
                }
            }
        }
        throw new DemoException("PostgreSQL does not run as root, and neither setpriv nor runuser could become postgres"
                + " or nobody: start the demo as a normal user");
    }

    public static boolean isRoot() {
        return console().equals("root");
    }

    /// The user of this program.
    public static String console() {
        return System.getProperty("user.name");
    }

    public List<String> wrap(List<String> command) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        return words;
    }

    /// Creates a directory that belongs to this user alone, and whose parents it can enter.
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setOwner(directory, users(directory).lookupPrincipalByName(name));
        Files.setPosixFilePermissions(
                directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        if (!prefix.isEmpty() && !Program.run(wrap(List.of("test", "-w", directory.toString()))).ok()) {
            throw new DemoException("the user " + name + ", as which PostgreSQL runs here, cannot enter " + directory
                    + ": choose a directory below /tmp or /var/tmp");
        }
    }

    private boolean works() {
        return Program.run(wrap(List.of("true"))).ok();
    }

    private static boolean exists(String name) {
        try {
            users(Path.of("/")).lookupPrincipalByName(name);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String group(String name) {
        try {
            Process id = new ProcessBuilder("id", "-g", name).start();
            String gid = new String(id.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
            return id.waitFor(5, TimeUnit.SECONDS) && !gid.isEmpty() ? gid : name;
        } catch (IOException e) {
            return name;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return name;
        }
    }

    private static UserPrincipalLookupService users(Path path) {
        return path.getFileSystem().getUserPrincipalLookupService();
    }
}
