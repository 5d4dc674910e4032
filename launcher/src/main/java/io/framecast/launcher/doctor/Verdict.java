package io.framecast.launcher.doctor;

/** How a check went. */
public enum Verdict {
    OK,
    /** It works, but not as well as it could. */
    WARNING,
    FAILED,
    /** There was nothing to look at, or it could not be seen. */
    UNKNOWN
}
