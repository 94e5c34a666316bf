package org.widemargin.cli.text;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.widemargin.error.InputException;
import org.widemargin.error.OutputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.parallel.WorkerLostException;
import org.widemargin.torch.NativeLibrariesException;

/** Turns what a command threw into one line and an exit status. */
public final class Failures {
  /** The work failed. */
  public static final int FAILED = 1;

  /** The arguments or inputs are wrong. */
  public static final int WRONG_INPUT = 2;

  /** A worker of this training was lost, by no fault of this one: it can be started again. */
  public static final int WORKER_LOST = 75;

  public static final String STACK_TRACE_OPTION = "--stacktrace";

  /** As Linux and macOS say it, and Windows. */
  private static final Pattern CLOSED_PIPE = Pattern.compile("Broken pipe|pipe is being closed");

  private Failures() {}

  /** Whether the user asks where in the program a failure happened. */
  public static boolean wantsStackTrace(String... arguments) {
    return Arrays.asList(arguments).contains(STACK_TRACE_OPTION);
  }

  /**
   * Reports a failure on standard error.
   *
   * @return the exit status
   */
  public static int report(Console console, Throwable failure, boolean stackTrace) {
    boolean usersMistake = failure instanceof InputException;
    boolean explained =
        usersMistake
            || failure instanceof OutputException
            || failure instanceof WorkerLostException
            || failure instanceof NativeLibrariesException;
    String hint = explained || stackTrace ? "" : " (" + STACK_TRACE_OPTION + " says where)";
    console.error(describe(failure) + hint);
    if (stackTrace) {
      failure.printStackTrace(console.err());
    }
    if (failure instanceof WorkerLostException) {
      return WORKER_LOST;
    }
    return usersMistake ? WRONG_INPUT : FAILED;
  }

  /**
   * The exit status of a command that is done, unless its result did not arrive. One line says why;
   * a reader who has gone, such as {@code head}, needs none.
   *
   * @param status what the command ended with
   */
  public static int unlessLost(Console console, int status) {
    Optional<IOException> lost = console.lost();
    lost.map(AtomicFiles::reason)
        .filter(reason -> !CLOSED_PIPE.matcher(reason).find())
        .ifPresent(
            reason -> console.error("cannot write the result to standard output: " + reason));
    return lost.isPresent() && status == 0 ? FAILED : status;
  }

  /** One line: libtorch's own messages go on for many, with a C++ stack after the first. */
  private static String describe(Throwable failure) {
    String message = Objects.toString(failure.getMessage(), "");
    String line = message.lines().findFirst().orElse("").strip();
    if (isOwn(failure) && !line.isEmpty()) {
      return line;
    }
    if (failure instanceof OutOfMemoryError) {
      return "out of memory: "
          + line
          + "; use a smaller --batch-size, or a larger heap with"
          + " WIDEMARGIN_JAVA_OPTS=-Xmx8g";
    }
    if (line.contains("out of memory")) {
      return line
          + "; use a smaller --batch-size, or optimization.gradient-accumulation and"
          + " recompute-activations";
    }
    String kind = failure.getClass().getSimpleName();
    return line.isEmpty() ? kind : kind + ": " + line;
  }

  /** Our own exceptions say what happened in full sentences; others need their names. */
  private static boolean isOwn(Throwable failure) {
    return failure.getClass().getName().startsWith("org.widemargin.");
  }
}
