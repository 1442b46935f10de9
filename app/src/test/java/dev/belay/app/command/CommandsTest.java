package dev.belay.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class CommandsTest {
    private static CommandLine with(String... arguments) {
        CommandLine belay = new CommandLine(CommandSpec.create());
        Commands.addTo(belay, arguments);
        return belay;
    }

    @Test
    void everyCommand_isListedUnderItsOwnName() {
        CommandLine belay = with();
        assertThat(belay.getSubcommands()).hasSizeGreaterThan(15);
        belay.getSubcommands()
                .forEach((name, command) -> assertThat(command.getCommandSpec()
                                .userObject()
                                .getClass()
                                .getAnnotation(Command.class)
                                .name())
                        .isEqualTo(name));
    }

    @Test
    void namedCommand_isReadAlone_anythingElseNeedsAll() {
        assertThat(with("verify", "--explain", "train").getSubcommands()).containsOnlyKeys("verify");
        assertThat(with("--version", "verify").getSubcommands()).containsKeys("verify", "train");
        assertThat(with("verfy").getSubcommands()).containsKeys("verify", "train");
        assertThat(with("help", "verify").getSubcommands()).containsKeys("help", "verify", "train");
    }
}
