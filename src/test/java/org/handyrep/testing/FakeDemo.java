package org.handyrep.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.handyrep.demo.DemoControls;
import org.handyrep.plugin.Outcome;

/// A demo cluster without servers: it remembers what it was asked to break.
public final class FakeDemo implements DemoControls {

    public final List<String> caused = new CopyOnWriteArrayList<>();

    @Override
    public Path conf() {
        return Path.of("/tmp/demo/demo.conf");
    }

    @Override
    public List<Fault> faults() {
        return List.of(
                new Fault("kill9 john", "john", "Kill john (kill -9)"),
                new Fault("freeze john", "john", "Freeze john"),
                new Fault("heal", "", "Heal everything"));
    }

    @Override
    public Outcome cause(Fault fault) {
        caused.add(fault.id());
        return Outcome.success(fault.label() + ": done");
    }

    @Override
    public WriterView writer() {
        return new WriterView(412, Duration.ofMillis(3), Duration.ofMillis(240), 51_204, 0, "john");
    }

    @Override
    public void close() {
        caused.add("close");
    }
}
