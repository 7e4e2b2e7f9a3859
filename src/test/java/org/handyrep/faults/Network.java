package org.handyrep.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.demo.OsUser;
import org.handyrep.testing.Needs;

/// Hosts on one machine: network namespaces behind a bridge of their own, which can drop what passes between any two of them, one way or both, without a word.
///
/// The processes of the test itself are the host [#HERE]. Needs root, `ip` and `nft`; nothing outside these namespaces is changed but for one interface
/// with an address of 10.201.0.0/16. Close it: no process, namespace or interface is left.
public final class Network implements AutoCloseable {

    public static final String HERE = "clients";

    private static final int OWN = 254;

    private final String prefix;
    private final FileChannel only;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private Network(String prefix, FileChannel only) {
        this.prefix = prefix;
        this.only = only;
    }

    /// Skips the test where this cannot be made.
    public static Network of(List<String> hosts) {
        Needs.that(OsUser.isRoot(), "only root can make network namespaces");
        Needs.tool("ip");
        Needs.tool("nft");
        long pid = ProcessHandle.current().pid();
        FileChannel only = onlyOne();
        removeOrphans();
        Network network = new Network("hr" + pid + "-", only);
        try {
            network.open("10.201." + pid % 250 + ".", hosts);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// Two laboratories at once would be too much for a small machine: waits until there is no other.
    private static FileChannel onlyOne() {
        try {
            FileChannel channel = FileChannel.open(
                    Path.of(System.getProperty("java.io.tmpdir"), "handyrep-faults.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            channel.lock();
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a test that was killed has left.
    private static void removeOrphans() {
        for (String line : Shell.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ", 2)[0];
            if (name.matches("hr\\d+-.*")
                    && ProcessHandle.of(Long.parseLong(name.substring(2, name.indexOf('-')))).isEmpty()) {
                remove(name);
            }
        }
    }

    private void open(String net, List<String> hosts) {
        space("switch");
        in("switch", "ip", "link", "add", "bridge", "type", "bridge");
        in("switch", "ip", "link", "set", "bridge", "up");
        int number = 10;
        for (String host : hosts) {
            addresses.put(host, net + ++number);
            space(host);
            Shell.run("ip", "link", "add", "eth0", "netns", prefix + host, "type", "veth", "peer", "name", host, "netns", prefix + "switch");
            in("switch", "ip", "link", "set", host, "master", "bridge", "up");
            in(host, "ip", "address", "add", net + number + "/24", "dev", "eth0");
            in(host, "ip", "link", "set", "eth0", "up");
        }
        addresses.put(HERE, net + OWN);
        Shell.run("ip", "link", "add", own(), "type", "veth", "peer", "name", HERE, "netns", prefix + "switch");
        in("switch", "ip", "link", "set", HERE, "master", "bridge", "up");
        Shell.run("ip", "address", "add", net + OWN + "/24", "dev", own());
        Shell.run("ip", "link", "set", own(), "up");
        nft("""
                table bridge faults {
                  set cut { type ipv4_addr . ipv4_addr; }
                  set off { type ipv4_addr; }
                  chain pass { type filter hook forward priority 0; ip saddr . ip daddr @cut drop; ip saddr @off drop; ip daddr @off drop; }
                }
                """);
    }

    private void space(String name) {
        Shell.run("ip", "netns", "add", prefix + name);
        in(name, "ip", "link", "set", "lo", "up");
    }

    private String own() {
        return prefix + "own";
    }

    public String address(String host) {
        return Optional.ofNullable(addresses.get(host)).orElseThrow(() -> new IllegalArgumentException(host));
    }

    /// The words before a command that make it run on that host.
    public List<String> on(String host) {
        return host.equals(HERE) ? List.of() : List.of("ip", "netns", "exec", prefix + host);
    }

    /// A user on that host.
    public OsUser userOn(String host, OsUser user) {
        List<String> words = new ArrayList<>(on(host));
        words.addAll(user.prefix());
        return new OsUser(user.name(), words);
    }

    // faults

    /// Drops what one host sends to another.
    public void cutOneWay(String from, String to) {
        nft("add element bridge faults cut { " + address(from) + " . " + address(to) + " }\n");
    }

    public void cut(String one, String other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /// Between that host and all others.
    public void isolate(String host) {
        addresses.keySet().stream().filter(other -> !other.equals(host)).forEach(other -> cut(host, other));
    }

    /// A program that switches the port of a host off, whose address is its second argument: what a fencing device does.
    String fencingProgram() {
        return "#!/bin/sh\necho \"add element bridge faults off { $2 }\" | " + String.join(" ", on("switch")) + " nft -f -\n";
    }

    /// Everything passes again.
    public void heal() {
        nft("flush set bridge faults cut\nflush set bridge faults off\n");
    }

    private void nft(String commands) {
        List<String> words = new ArrayList<>(on("switch"));
        words.addAll(List.of("nft", "-f", "-"));
        Shell.feed(commands, words);
    }

    private void in(String host, String... command) {
        List<String> words = new ArrayList<>(on(host));
        words.addAll(List.of(command));
        Shell.run(words);
    }

    /// Ends every process on that host at once, as a loss of power would.
    public void killAll(String host) {
        killAllIn(prefix + host);
    }

    private static void killAllIn(String space) {
        for (String pid : Shell.run("ip", "netns", "pids", space).lines().toList()) {
            ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static void remove(String space) {
        killAllIn(space);
        Shell.run("ip", "netns", "delete", space);
    }

    @Override
    public void close() {
        List<String> all = Shell.run("ip", "netns", "list").lines().map(line -> line.split(" ", 2)[0]).toList();
        all.stream().filter(name -> name.startsWith(prefix)).forEach(Network::remove);
        try {
            only.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
