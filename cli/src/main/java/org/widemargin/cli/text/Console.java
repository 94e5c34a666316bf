package org.widemargin.cli.text;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.widemargin.config.Json;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command writes: its result on standard output, everything else on standard error.
 *
 * <p>Colours and lines that are drawn over are for terminals only. Names of files and classes are
 * the user's or somebody else's: nothing in them moves the cursor or changes colours.
 */
public final class Console {
  private final PrintStream errStream;
  private final WatchedOutput output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;

  private Console(OutputStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {
    this.errStream = err;
    this.output = new WatchedOutput(out);
    this.out = new PrintWriter(output, true, StandardCharsets.UTF_8);
    this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
    this.outIsTerminal = outIsTerminal;
    this.errIsTerminal = errIsTerminal;
  }

  /** The streams of this process. {@link System#out} would not say why it cannot be written to. */
  public static Console ofProcess() {
    return new Console(
        new FileOutputStream(FileDescriptor.out),
        System.err,
        Terminal.isTerminal(Terminal.STANDARD_OUTPUT),
        Terminal.isTerminal(Terminal.STANDARD_ERROR));
  }

  /** Streams that are no terminals, for tests and for use from Java. */
  public static Console of(OutputStream out, PrintStream err) {
    return new Console(out, err, false, false);
  }

  /** Prints lines of the result, which may have parts in a {@link Style}. */
  public void print(String text) {
    out.println(Style.render(text, outColours()));
  }

  /** Prints text of the result, without a line break after it. */
  public void printPlain(String text) {
    out.print(Style.render(text, outColours()));
    out.flush();
  }

  /**
   * Prints what is to be kept in a file: as it is, unless it goes to a terminal, which it must not
   * control.
   */
  public void printFile(String text) {
    out.print(outIsTerminal || Terminal.maybeIsOne() ? PlainText.ofLines(text) : text);
    out.flush();
  }

  /** Prints the one JSON object that a command with {@code --json} gives. */
  public void printJson(Object result) {
    printPlain(Json.write(result));
  }

  /** Tells the user something beside the result. */
  public void notePlain(String text) {
    err.println(Style.render(text, errColours()));
  }

  /** Warns, in bold yellow where there are colours. */
  public void warn(String text) {
    notePlain(Style.YELLOW.of("warning:") + " " + text);
  }

  /** Says what went wrong, in bold red where there are colours. */
  public void error(String text) {
    notePlain(Style.RED.of("widemargin:") + " " + text);
  }

  /** Whether standard error is a terminal, where a line can be rewritten. */
  public boolean showsProgress() {
    return errIsTerminal;
  }

  /**
   * Why a part of the result is lost.
   *
   * @return what standard output said, such as that the disk is full; empty if all is written
   */
  public Optional<IOException> lost() {
    out.flush();
    return output.failure();
  }

  /** Standard output, for those who write as they see fit. */
  public PrintWriter out() {
    return out;
  }

  /** Standard error, the same. */
  public PrintWriter err() {
    return err;
  }

  /** Standard error, for those who draw their own progress. */
  public PrintStream errStream() {
    return errStream;
  }

  /** Whether standard output shows colours. */
  public Ansi outColours() {
    return outIsTerminal && Terminal.wantsColours() ? Ansi.ON : Ansi.OFF;
  }

  private Ansi errColours() {
    return errIsTerminal && Terminal.wantsColours() ? Ansi.ON : Ansi.OFF;
  }
}
