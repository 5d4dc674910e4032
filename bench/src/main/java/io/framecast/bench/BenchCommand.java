package io.framecast.bench;

import io.framecast.client.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The measurements; the program finds this command by its name where this module is on the class path. */
@Command(
        name = "bench",
        sortOptions = false,
        description = "Measure what recovery leaves broken, on a simulated network.",
        subcommands = MatrixCommand.class)
public final class BenchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new UsageException("a measurement is missing: matrix");
    }
}
