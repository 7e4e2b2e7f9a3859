package org.handyrep.remote;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ConnectionProblem.Kind;
import org.handyrep.plugin.Secret;
import org.postgresql.util.PSQLException;

/// Says what an error of the driver proves, by SQLSTATE first and by what the network said second.
final class Problems {

    private Problems() {}

    static ConnectionProblem of(SQLException e, String place, Secret secret) {
        Optional<String> spoken = spoken(e);
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        Kind kind = spoken.map(message -> answered(state, message)).orElseGet(() -> unanswered(e, state));
        String message = spoken.orElseGet(() -> withCause(e));
        return new ConnectionProblem(kind, state, Redaction.redact(place + ": " + sentence(kind, message), secret));
    }

    static ConnectionProblem timedOut(String place, String what) {
        return new ConnectionProblem(Kind.TIMED_OUT, "", place + ": " + what);
    }

    /// What the server itself said; empty when the driver speaks.
    private static Optional<String> spoken(SQLException e) {
        return e instanceof PSQLException p && p.getServerErrorMessage() != null
                ? Optional.ofNullable(p.getServerErrorMessage().getMessage())
                : Optional.empty();
    }

    private static Kind answered(String state, String message) {
        return switch (state) {
            case "53300" -> Kind.TOO_MANY_CONNECTIONS;
            case "57P03" -> message.contains("shutting down") ? Kind.SHUTTING_DOWN : Kind.STARTING_UP;
            case "57P01", "57P02" -> Kind.SHUTTING_DOWN;
            case "3D000" -> Kind.WRONG_DATABASE;
            default -> state.startsWith("28") ? Kind.AUTHENTICATION : Kind.STATEMENT;
        };
    }

    private static Kind unanswered(SQLException e, String state) {
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            Optional<Kind> kind = network(t);
            if (kind.isPresent()) {
                return kind.get();
            }
        }
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof SSLException || t instanceof java.security.GeneralSecurityException) {
                return Kind.TLS;
            }
        }
        String message = String.valueOf(e.getMessage());
        return switch (state) {
            // the server asked for a password or a method and the driver had none to give
            case "08004" -> message.contains("SSL") ? Kind.TLS : Kind.AUTHENTICATION;
            case "28000", "28P01" -> Kind.AUTHENTICATION;
            case "08003" -> Kind.RESET;
            default -> message.contains("does not support SSL") ? Kind.TLS : Kind.OTHER;
        };
    }

    private static Optional<Kind> network(Throwable t) {
        String message = String.valueOf(t.getMessage());
        return switch (t) {
            case SocketTimeoutException _ -> Optional.of(Kind.TIMED_OUT);
            case UnknownHostException _ -> Optional.of(Kind.UNKNOWN_HOST);
            case NoRouteToHostException _ -> Optional.of(Kind.TIMED_OUT);
            case ConnectException _ when message.contains("timed out") -> Optional.of(Kind.TIMED_OUT);
            case ConnectException _ when message.contains("refused") -> Optional.of(Kind.REFUSED);
            case ConnectException _ -> Optional.empty();
            case SocketException _ when message.contains("unreachable") -> Optional.empty();
            case SocketException _ -> Optional.of(Kind.RESET);
            case EOFException _ -> Optional.of(Kind.RESET);
            default -> Optional.empty();
        };
    }

    private static String sentence(Kind kind, String message) {
        return switch (kind) {
            case REFUSED -> "connection refused";
            case TIMED_OUT -> "no answer (" + message + ")";
            case RESET -> "the connection broke (" + message + ")";
            case UNKNOWN_HOST -> "the host name is not known";
            case AUTHENTICATION, TOO_MANY_CONNECTIONS, STARTING_UP, SHUTTING_DOWN, WRONG_DATABASE, TLS, STATEMENT, OTHER -> message;
        };
    }

    private static String withCause(SQLException e) {
        Throwable cause = e.getCause();
        String message = String.valueOf(e.getMessage());
        return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + " " + cause.getMessage();
    }
}
