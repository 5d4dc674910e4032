package io.framecast.launcher;

import io.framecast.launcher.log.LogOutput;
import io.framecast.launcher.option.EffectiveOptions;
import io.framecast.launcher.option.OptionSources;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** What happens between parsing and running: logging is set up, and commands learn where their options came from. */
final class Execution implements IExecutionStrategy {

    private final OptionSources sources;
    private final Surroundings around;

    Execution(OptionSources sources, Surroundings around) {
        this.sources = sources;
        this.around = around;
    }

    @Override
    public int execute(ParseResult result) throws ExecutionException, ParameterException {
        if (CommandLine.executeHelpRequest(result) != null) {
            return Program.DONE;
        }
        FramecastCommand root = (FramecastCommand) result.commandSpec().userObject();
        LogOutput.start(around.err(), root.logFormat == FramecastCommand.LogFormat.json, root.verbose, root.quiet);
        ParseResult last = result;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.commandSpec().userObject() instanceof ConfiguredCommand command) {
            command.configure(
                    new EffectiveOptions(last, result, sources), StateFolder.of(root.state, around.environment()));
        }
        return new RunLast().execute(result);
    }
}
