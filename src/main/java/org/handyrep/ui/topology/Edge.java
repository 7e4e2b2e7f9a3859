package org.handyrep.ui.topology;

import org.handyrep.ui.common.Mark;

/// A replication stream, from the server that sends to the replica that receives.
///
/// @param alive WAL is being received; otherwise the edge is drawn cut
/// @param label lag, or why it is not alive
/// @param lagBytes for the history; negative when it is not known
public record Edge(String from, String to, boolean alive, boolean sync, Mark mark, String label, long lagBytes) {}
