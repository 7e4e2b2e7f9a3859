package org.handyrep.demo;

/// The demo cluster cannot do what was asked of it: one sentence for people, never a secret.
public final class DemoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DemoException(String message) {
        super(message);
    }

    public DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
