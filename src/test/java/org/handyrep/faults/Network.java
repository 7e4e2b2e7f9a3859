package org.handyrep.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.demo.OsUser;
import org.handyrep.testing.Needs;
import org.junit.jupiter.api.Assumptions;

/// Hosts on one machine: network namespaces behind a bridge of their own, which can drop what passes between any two of them, one way or both, without a word.
///
/// The processes of the test itself are the host [#HERE]. Needs root, `ip` and `nft`; nothing outside these namespaces is changed but for one interface
/// with an address of 10.201.0.0/16. Close it: no process, namespace or interface is left.
public final class Network implements AutoCloseable {

    public static final String HERE = "clients";

    private static final int OWN = 254;

    private final String prefix;
    private final Place place;
    private final Map<String, String> addresses = new LinkedHashMap<>();

    private final Set<String> slowed = new HashSet<>();

    private Network(String prefix, Place place) {
        this.prefix = prefix;
        this.place = place;
    }

    /// Skips the test where this cannot be made.
    public static Network of(List<String> hosts) {
        Needs.that(OsUser.isRoot(), "only root can make network namespaces");
        Needs.tool("ip");
        Needs.tool("nft");
        Needs.tool("tc");
        Place place = Place.take();
        removeOrphans();
        Network network = new Network("hr" + ProcessHandle.current().pid() + place.letter() + "-", place);
        try {
            network.tryOut();
            network.open(place.net(), hosts);
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /// Where this machine cannot do it though nothing is missing, such as in a container without the right to, the test is skipped.
    private void tryOut() {
        try {
            space("switch");
            nft("table bridge tried { }\n");
            in("switch", "tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "1mbit", "burst", "32kbit", "latency", "300ms");
        } catch (IllegalStateException e) {
            Assumptions.abort("this machine makes no network namespaces with a filter and a slow line in them: " + e.getMessage());
        }
    }

    /// What a test that was killed has left.
    private static void removeOrphans() {
        for (String line : Shell.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ", 2)[0];
            Matcher ours = Pattern.compile("hr(\\d+)[a-z]-.*").matcher(name);
            if (ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty()) {
                remove(name);
            }
        }
    }

    private void open(String net, List<String> hosts) {
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

    /// Lets little pass of what a host sends, as a line that is full does.
    public void slow(String host) {
        in(host, "tc", "qdisc", "replace", "dev", "eth0", "root", "tbf", "rate", "512kbit", "burst", "16kbit", "latency", "300ms");
        slowed.add(host);
    }

    /// A program that switches the port of a host off, whose address is its second argument: what a fencing device does.
    String fencingProgram() {
        return "#!/bin/sh\necho \"add element bridge faults off { $2 }\" | " + String.join(" ", on("switch")) + " nft -f -\n";
    }

    /// Of these hosts, those whose port the fencing program has switched off.
    List<String> fenced(List<String> hosts) {
        List<String> words = new ArrayList<>(on("switch"));
        words.addAll(List.of("nft", "list", "set", "bridge", "faults", "off"));
        List<String> addresses = List.of(Shell.run(words).split("[^0-9.]+"));
        return hosts.stream().filter(host -> addresses.contains(address(host))).toList();
    }

    /// Everything passes again.
    public void heal() {
        nft("flush set bridge faults cut\nflush set bridge faults off\n");
        slowed.forEach(host -> in(host, "tc", "qdisc", "delete", "dev", "eth0", "root"));
        slowed.clear();
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
        place.close();
    }
}
