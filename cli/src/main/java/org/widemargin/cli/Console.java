package org.widemargin.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.widemargin.config.Json;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes: its result on standard output, everything else on standard error.
 *
 * <p>Colours and lines that are drawn over are for terminals only.
 */
final class Console {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream errStream;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private boolean lineIsOpen;

  private Console(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
    this.errStream = err;
    this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
    this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  /** The streams of this process. */
  static Console ofProcess() {
    return new Console(
        System.out,
        System.err,
        Terminal.isTerminal(Terminal.STANDARD_OUTPUT),
        Terminal.isTerminal(Terminal.STANDARD_ERROR));
  }

  /** Streams that are no terminals, for tests and for use from Java. */
  static Console of(PrintStream out, PrintStream err) {
    return new Console(out, err, false, false);
  }

  /** Prints lines of the result; {@code @|bold ...|@} and the like are picocli's markup. */
  void print(String text) {
    closeLine();
    out.println(outColours().string(text));
  }

  /** Prints text of the result as it is, without reading any markup in it. */
  void printPlain(String text) {
    closeLine();
    out.print(text);
    out.flush();
  }

  /** Prints the one JSON object that a command with {@code --json} gives. */
  void printJson(Object result) {
    printPlain(Json.write(result));
  }

  /** Tells the user something beside the result; may hold picocli's markup. */
  void note(String text) {
    closeLine();
    err.println(errColours().string(text));
  }

  /** Tells the user something that may hold any characters, a user's own file names included. */
  void notePlain(String text) {
    closeLine();
    err.println(text);
  }

  /** Warns, in bold yellow where there are colours. */
  void warn(String text) {
    closeLine();
    err.println(errColours().string("@|bold,yellow warning:|@ ") + text);
  }

  /** Says what went wrong, in bold red where there are colours. */
  void error(String text) {
    closeLine();
    err.println(errColours().string("@|bold,red widemargin:|@ ") + text);
  }

  /**
   * Shows how far the work is: on a terminal over the line shown before, elsewhere not at all, so
   * that log files stay readable.
   */
  void progress(String text) {
    if (errIsTerminal) {
      err.print(CLEAR_LINE + text);
      err.flush();
      lineIsOpen = true;
    }
  }

  /** Whether lines can be drawn over, so that {@link #progress} is seen. */
  boolean showsProgress() {
    return errIsTerminal;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  /** Standard error, for those who draw their own progress. */
  PrintStream errStream() {
    return errStream;
  }

  Ansi outColours() {
    return outIsTerminal && Terminal.wantsColours() ? Ansi.ON : Ansi.OFF;
  }

  private Ansi errColours() {
    return errIsTerminal && Terminal.wantsColours() ? Ansi.ON : Ansi.OFF;
  }

  private void closeLine() {
    if (lineIsOpen) {
      err.print(CLEAR_LINE);
      err.flush();
      lineIsOpen = false;
    }
  }
}
