package io.framecast.launcher.option;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** picocli's help, with the default and the environment variable behind each option's description. */
public final class OptionHelp extends Help {

    public OptionHelp(CommandSpec spec, Help.ColorScheme colors) {
        super(spec, colors);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer plain = super.createDefaultOptionRenderer();
        return (option, parameterLabels, scheme) -> {
            Ansi.Text[][] rows = plain.render(option, parameterLabels, scheme);
            String more = more(option);
            if (!more.isEmpty()) {
                Ansi.Text[] last = rows[rows.length - 1];
                last[last.length - 1] = last[last.length - 1].concat(more);
            }
            return rows;
        };
    }

    private static String more(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !OptionSources.configurable(option)) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        @Nullable String standard = option.defaultValue();
        boolean flag = option.arity().max() == 0;
        if (standard != null && !flag) {
            parts.add("default " + standard);
        }
        parts.add(OptionSources.variable(option));
        return " [" + String.join("; ", parts) + "]";
    }
}
