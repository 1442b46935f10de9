package dev.belay.app;

import dev.belay.loop.reward.TooManyUngradable;
import dev.belay.model.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * What an exception means to the person at the terminal. Wrong input is their message and exit code 2. A run that lost
 * too many samples failed for a reason its message explains, sample by sample: all of it and exit code 1. Anything else
 * is a defect or a broken machine: one line, the place of the stack trace, exit code 1.
 */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine line, @Nullable ParseResult parsed) {
        PrintWriter err = line.getErr();
        line.getOut().flush();
        InvalidInputException input = cause(failure, InvalidInputException.class);
        if (input != null) {
            err.println("belay: " + input.getMessage());
            err.flush();
            return ExitCode.USAGE;
        }
        TooManyUngradable ungradable = cause(failure, TooManyUngradable.class);
        if (ungradable != null) {
            err.println("belay: failed: " + ungradable.getMessage());
            err.flush();
            return ExitCode.SOFTWARE;
        }
        err.println("belay: failed: " + oneLine(failure));
        err.println("       " + whereTheTraceIs(failure));
        err.flush();
        return ExitCode.SOFTWARE;
    }

    /** The first of that kind in the chain of causes. */
    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return kind.cast(t);
            }
        }
        return null;
    }

    /** A sentence of ours stands alone; what a library throws may need its name to mean anything. */
    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        if (message == null || message.isBlank()) {
            return name;
        }
        String sentence = message.strip().lines().findFirst().orElse("");
        return failure instanceof IllegalStateException ? sentence : name + ": " + sentence;
    }

    private static String whereTheTraceIs(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        try {
            Path file = Files.createTempFile("belay-failure-", ".txt");
            Files.writeString(file, trace.toString());
            return "The stack trace is in " + file;
        } catch (IOException unwritable) {
            return "The stack trace could not be written (" + unwritable.getMessage() + "), so here it is:\n" + trace;
        }
    }
}
