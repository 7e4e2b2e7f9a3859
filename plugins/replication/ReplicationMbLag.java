package replication;

/// `replication_mb_lag`: `replication_mb_lag_93` under a name without a version.
public class ReplicationMbLag extends ReplicationMbLag93 {}
