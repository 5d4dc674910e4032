package io.framecast.client;

/** What the user got wrong, in one line: the option or file, and the accepted range. A program ends with exit code 2. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }

    /** The line; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
