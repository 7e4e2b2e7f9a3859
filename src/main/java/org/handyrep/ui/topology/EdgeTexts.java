package org.handyrep.ui.topology;

import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.cluster.Stream;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// What is said of one stream.
final class EdgeTexts {

    private EdgeTexts() {}

    static Edge edge(ClusterView view, String from, Observation to) {
        Optional<Stream> sent = Upstreams.stream(view.snapshot(), from, to);
        boolean sync = sent.map(Stream::isSync).orElse(false);
        long lag = to.lag().map(l -> l.bytes()).orElse(-1L);
        return switch (to.state()) {
            case ServerState.Replica r -> replica(view, from, to, r, sent, sync, lag);
            case ServerState.Rejecting ignored -> new Edge(from, to.name(), sent.isPresent(), sync, Mark.WARNING, "not accepting", -1);
            case ServerState.Unreachable ignored -> new Edge(from, to.name(), sent.isPresent(), sync, Mark.DOWN, "no answer", -1);
            case ServerState.NotPolled ignored -> new Edge(from, to.name(), false, sync, Mark.UNKNOWN, "not polled", -1);
            case ServerState.Primary ignored -> new Edge(from, to.name(), false, false, Mark.DOWN, "is writable", -1);
        };
    }

    private static Edge replica(
            ClusterView view, String from, Observation to, ServerState.Replica r, Optional<Stream> sent, boolean sync, long lag) {
        boolean senderGone = view.snapshot()
                .find(from)
                .map(o -> o.state() instanceof ServerState.Unreachable)
                .orElse(false);
        boolean alive = r.isStreaming() || (!senderGone && sent.isPresent());
        if (!alive) {
            return new Edge(from, to.name(), false, sync, Mark.DOWN, "not streaming", lag);
        }
        if (r.replayPaused()) {
            return new Edge(from, to.name(), true, sync, Mark.LAGGED, "replay paused", lag);
        }
        Status status = view.diagnosis().statuses().get(to.name());
        Mark mark = status != null && status.status() == ServerStatus.LAGGED ? Mark.LAGGED : Mark.OK;
        String label = lag < 0 ? "streaming" : Formats.lag(lag, to.lag().flatMap(l -> l.time()));
        return new Edge(from, to.name(), true, sync, mark, label, lag);
    }
}
