package io.framecast.launcher;

/** Entry of the process: runs the program and gives its exit code to the system. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Lifetime lifetime = Lifetime.ofProcess();
        int code = Program.run(args, Surroundings.ofProcess());
        lifetime.ended();
        System.exit(code);
    }
}
