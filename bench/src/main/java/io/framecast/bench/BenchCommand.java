package io.framecast.bench;

import io.framecast.bench.crowd.JoinCommand;
import io.framecast.bench.crowd.SubscribersCommand;
import io.framecast.bench.fanout.FanoutCommand;
import io.framecast.bench.matrix.MatrixCommand;
import io.framecast.bench.micro.MicroCommand;
import io.framecast.bench.page.PageCommand;
import io.framecast.bench.relay.RelayCommand;
import io.framecast.bench.report.AllCommand;
import io.framecast.bench.start.StartCommand;
import io.framecast.client.UsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The measurements; the program finds this command by its name where this module is on the class path. */
@Command(
        name = "bench",
        sortOptions = false,
        description = "Measure what sending costs, and what recovery leaves broken.",
        subcommands = {
            FanoutCommand.class,
            RelayCommand.class,
            SubscribersCommand.class,
            JoinCommand.class,
            StartCommand.class,
            PageCommand.class,
            MicroCommand.class,
            MatrixCommand.class,
            AllCommand.class
        })
public final class BenchCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        throw new UsageException(
                "a measurement is missing: fanout, relay, subscribers, join, start, page, micro, matrix, all");
    }
}
