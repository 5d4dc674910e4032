package io.framecast.launcher;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script for bash and zsh. */
@Command(
        name = "generate-completion",
        description = "Print a completion script for bash and zsh: source <(framecast generate-completion).")
final class CompletionCommand implements Callable<Integer> {

    private final Surroundings around;

    @Spec
    CommandSpec spec;

    CompletionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        around.out().print(AutoComplete.bash("framecast", spec.root().commandLine()));
        around.out().flush();
        return Program.DONE;
    }
}
