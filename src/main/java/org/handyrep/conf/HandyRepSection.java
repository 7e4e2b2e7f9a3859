package org.handyrep.conf;

import java.util.List;

/// The options of `[handyrep]` and `[passwords]`.
final class HandyRepSection {

    private HandyRepSection() {}

    static void declare(List<ConfOption> into) {
        new ConfOptions.Section("handyrep", into)
                .text("cluster_name", "hr1", "Name of the cluster, for people.")
                .text("last_updated", "1970-01-01", "When you last changed this file. For your own use.")
                .bool("override_server_file", false, "Take [servers] from this file at every start and ignore server_file and the handyrep table.")
                .path("server_file", "servers.save", "Where the state of the servers is kept. A relative path starts at the directory of this file.")
                .plugin("authentication_method", "zero_auth", "Decides who may call which function.")
                .plugin("master_check_method", "one_hr_master", "Decides whether this HandyRep is the one in charge.")
                .list("master_check_parameters", "Parameters for master_check_method.")
                .bool("log_verbose", false, "Log every poll and every command, not only changes and acts.")
                .path("log_file", "handyrep.log", "The log; stdout for standard output.")
                .text("postgresql_version", "", "Version of the servers. Only for plugins that ask; HandyRep reads it from each server.")
                .text("handyrep_db", "postgres", "Database that HandyRep connects to.")
                .text("handyrep_schema", "public", "Schema of the handyrep table.")
                .text("handyrep_table", "handyrep", "Table on the primary with a copy of the state.")
                .text("handyrep_user", "handyrep", "Database user for polls and checks; a member of pg_monitor, or a superuser.")
                .text("postgres_superuser", "postgres", "Superuser of the database, and the operating-system user that owns PostgreSQL on the servers.")
                .text("replication_user", "postgres", "Database user that replicas connect to the primary as.")
                .path("templates_dir", "templates", "Directory of the templates. A relative path starts at the directory of this file.")
                .text("test_ssh_command", "ls", "Harmless command that shows that ssh to a server works.")
                .plugin("push_alert_method", "", "Tells people about problems. Blank: nobody is told.")
                .whole("connect_timeout", 1, 300, 5, "Seconds to wait for a connection to PostgreSQL.")
                .add("ssl_mode", new ValueType.OneOf(List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full")),
                        "prefer", "Encryption of connections to PostgreSQL, with libpq's words.")
                .path("ssl_root_cert", "", "Certificates of the authorities that PostgreSQL's certificate is checked against.")
                .path("ssl_cert", "", "Client certificate for connections to PostgreSQL.")
                .path("ssl_key", "", "Key of the client certificate, in PKCS-8 DER format.")
                .path("known_hosts", "", "Known ssh host keys. Blank: ~/.ssh/known_hosts.")
                .whole("ssh_connect_timeout", 1, 300, 10, "Seconds to wait for an ssh connection.")
                .whole("ssh_command_timeout", 1, 86400, 60, "Seconds that an ordinary command on a server may take.");
        new ConfOptions.Section("passwords", into)
                .secret("superuser_pass", "Password of postgres_superuser. Blank: .pgpass, or no password is needed.")
                .secret("admin_password", "Password for all functions, for simple_password_auth.")
                .secret("read_password", "Password for functions that only read, for simple_password_auth.")
                .secret("handyrep_db_pass", "Password of handyrep_user. Blank: .pgpass, or no password is needed.")
                .secret("replication_pass", "Password of replication_user. Blank: .pgpass on the replicas, or no password is needed.")
                .secret("bind_password", "Password HandyRep itself logs in to LDAP with, for ldap_auth.")
                .secret("bigip_password", "ssh password of the BigIP server.")
                .secret("ssh_key_passphrase", "Passphrase of ssh_key. Blank: none, or the ssh agent has the key.");
    }
}
