package io.framecast.bench.measure;

import io.framecast.client.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Our C programs that do what the machine can do at best, compiled by the system's compiler. */
public final class LimitPrograms {
    private static final String COMPILER = "cc";

    private LimitPrograms() {}

    /**
     * The program {@code name} ({@code send}, {@code relay}), compiled into {@code folder}; empty where there is no compiler.
     *
     * @throws RunException if there is one and it fails
     */
    public static Optional<Path> compile(String name, Path folder) throws RunException {
        try {
            Command.run(COMPILER, "--version");
        } catch (RunException e) {
            return Optional.empty();
        }
        Path source = folder.resolve(name + ".c");
        Path program = folder.resolve(name);
        try (InputStream text = LimitPrograms.class.getResourceAsStream("/limit/" + name + ".c")) {
            if (text == null) {
                throw new RunException("this distribution has no limit/" + name + ".c");
            }
            Files.write(source, text.readAllBytes());
        } catch (IOException e) {
            throw new RunException("cannot write " + source + ": " + e.getMessage(), e);
        }
        Command.run(List.of(COMPILER, "-O2", "-o", program.toString(), source.toString()));
        return Optional.of(program);
    }
}
