package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.step.FollowPrimary;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

/// A replica that streams has been told to follow another server.
class RightUpstreamTest {

    private static Outcome confirm(String upstream) {
        FakeServers servers = FakeServers.ofThree();
        servers.node("george").upstream = "paul";
        return new FollowPrimary("george", upstream, 18, Optional.empty(), Optional.empty(), true, List.of()).confirm(servers);
    }

    @Test
    void itHasFollowedOnlyWhenItStreamsFromThatOne() {
        assertTrue(confirm("paul").succeeded());
        Outcome other = confirm("john");
        assertFalse(other.succeeded(), other::details);
        assertTrue(other.details().contains("streaming from h-paul:5432"), other::details);
    }
}
