package org.handyrep.conf.jinja;

/// What is wrong with a template, or with the values it was given.
public final class JinjaException extends RuntimeException {

    private final int line;

    JinjaException(int line, String message) {
        super(message);
        this.line = line;
    }

    /// In the template, from 1; 0 when it is not known.
    public int line() {
        return line;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
