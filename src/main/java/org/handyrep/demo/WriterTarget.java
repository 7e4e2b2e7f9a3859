package org.handyrep.demo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// A server the writer may write to, at the address that every client uses, or a proxy before them.
///
/// @param patience in seconds: how long an answer may take
record WriterTarget(String name, String host, int port, String user, String password, int patience) {

    private static final int SERVER = 2;
    /// A proxy that makes its clients wait takes longer than a server that works.
    private static final int PROXY = 10;

    static WriterTarget server(String name, String host, int port, String user, String password) {
        return new WriterTarget(name, host, port, user, password, SERVER);
    }

    static WriterTarget proxy(String name, String host, int port, String user, String password) {
        return new WriterTarget(name, host, port, user, password, PROXY);
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "2");
        properties.setProperty("socketTimeout", Integer.toString(patience));
        // A pooler may hand each statement to another session.
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("sslmode", "disable");
        properties.setProperty("ApplicationName", "demo writer");
        return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/postgres", properties);
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It was broken: that is why it is closed.
        }
    }

    @Override
    public String toString() {
        return name + " " + host + ":" + port;
    }
}
