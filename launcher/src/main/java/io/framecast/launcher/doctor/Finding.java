package io.framecast.launcher.doctor;

/**
 * What one check found.
 *
 * @param check its name, a word or three
 * @param says one line, without a full stop
 * @param mend the command that mends it; empty: there is nothing to mend, or no command that does
 */
public record Finding(String check, Verdict verdict, String says, String mend) {

    static Finding ok(String check, String says) {
        return new Finding(check, Verdict.OK, says, "");
    }

    static Finding warning(String check, String says, String mend) {
        return new Finding(check, Verdict.WARNING, says, mend);
    }

    static Finding failed(String check, String says, String mend) {
        return new Finding(check, Verdict.FAILED, says, mend);
    }

    static Finding unknown(String check, String says, String mend) {
        return new Finding(check, Verdict.UNKNOWN, says, mend);
    }
}
