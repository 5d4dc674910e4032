package io.framecast.client;

/** What failed at run time, in one line: what, and what to do. A program ends with exit code 1. */
public final class RunException extends Exception {
    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The line; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
