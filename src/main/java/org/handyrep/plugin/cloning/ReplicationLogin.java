package org.handyrep.plugin.cloning;

import org.handyrep.plugin.CommandResult;

/// A connection for replication that psql tried from the host of one server to another, as a replica there would.
///
/// @param from and `to`: names of servers
/// @param address of `to`
/// @param result of psql, which ends with 2 where the server cannot be reached or refuses
public record ReplicationLogin(String from, String to, String address, String user, CommandResult result) {}
