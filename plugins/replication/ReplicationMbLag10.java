package replication;

/// `replication_mb_lag_10`: `replication_mb_lag_93` under the name in use with PostgreSQL 10 and later.
public class ReplicationMbLag10 extends ReplicationMbLag93 {}
